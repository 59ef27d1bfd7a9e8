-- Hardship relief. A household counts once a calendar year; relief for epidemic or disaster is told by the cause of
-- its file.
{{ config(pre_hook="{{ replace_touched('hardship') }}") }}
{{ deltas_of('hardship', [
    {'fact': 'hardship_registered', 'measure': 'hardship_registrations'},
    {'fact': 'hardship_relief_paid', 'measure': 'hardship_relief_households', 'once': true},
    {'fact': 'hardship_relief_paid', 'measure': 'hardship_relief_yuan', 'amount': 'fact.relief_yuan'},
    {'fact': 'hardship_relief_paid', 'measure': 'hardship_relief_epidemic_disaster', 'once': true,
        'opened_by': 'hardship_registered', 'needed': true,
        'where': "opening.hardship_cause in ('epidemic', 'disaster')"},
]) }}
