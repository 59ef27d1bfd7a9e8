-- Applications to competitions of a higher level, on the day they are filed.
{{ config(pre_hook="{{ replace_touched('competition_application') }}") }}
{{ deltas_of('competition_application', [
    {'fact': 'competition_application_filed', 'measure': 'competition_applications_{competition_level}'},
]) }}
