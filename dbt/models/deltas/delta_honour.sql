-- Honours by kind and level, on the day they are awarded; winners are not named.
{{ config(pre_hook="{{ replace_touched('honour') }}") }}
{{ deltas_of('honour', [
    {'fact': 'labour_honour_awarded', 'measure': 'honours_{honour_kind}_{honour_level}'},
]) }}
