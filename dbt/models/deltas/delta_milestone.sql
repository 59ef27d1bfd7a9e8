-- Milestones, on the day they are reached.
{{ config(pre_hook="{{ replace_touched('milestone') }}") }}
{{ deltas_of('milestone', [
    {'fact': 'milestone_reached', 'measure': 'milestones_{milestone}'},
]) }}
