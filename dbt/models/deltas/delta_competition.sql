-- Competition sessions by series, those who took part, and which edition it was (read, not added up).
{{ config(pre_hook="{{ replace_touched('competition') }}") }}
{{ deltas_of('competition', [
    {'fact': 'competition_held', 'measure': 'competitions_{competition_series}'},
    {'fact': 'competition_held', 'measure': 'competitors', 'amount': 'fact.competitors',
        'where': 'fact.competitors is not null'},
    {'fact': 'competition_held', 'measure': 'edition_{competition_series}', 'amount': 'fact.edition',
        'where': 'fact.edition is not null'},
]) }}
