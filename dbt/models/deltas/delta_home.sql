-- Titles of workers' homes by kind and level, from the day granted to the day revoked; homes accepted and subsidies
-- paid.
{{ config(pre_hook="{{ replace_touched('home') }}") }}
{{ deltas_of('home', [
    {'fact': 'title_granted', 'measure': 'titles_{title_kind}_{title_level}', 'ends': 'title_revoked',
        'on': ['title_level', 'title_kind']},
    {'fact': 'home_accepted', 'measure': 'homes_accepted'},
    {'fact': 'home_subsidy_paid', 'measure': 'home_subsidy_yuan', 'amount': 'fact.home_subsidy_yuan',
        'opened_by': 'home_accepted'},
]) }}
