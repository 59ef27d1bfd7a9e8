-- Support given after injuries: the third level of the injury model, counted by support, never by person.
{{ config(pre_hook="{{ replace_touched('injury') }}") }}
{{ deltas_of('injury', [
    {'fact': 'recovery_support_given', 'measure': 'recovery_supports'},
]) }}
