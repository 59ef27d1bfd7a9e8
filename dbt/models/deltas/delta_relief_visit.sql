-- Relief visits, the people visited and the money given.
{{ config(pre_hook="{{ replace_touched('relief_visit') }}") }}
{{ deltas_of('relief_visit', [
    {'fact': 'relief_visit_made', 'measure': 'relief_visits'},
    {'fact': 'relief_visit_made', 'measure': 'relief_visited_people', 'amount': 'fact.visited_people'},
    {'fact': 'relief_visit_made', 'measure': 'relief_visit_yuan', 'amount': 'fact.relief_visit_yuan'},
]) }}
