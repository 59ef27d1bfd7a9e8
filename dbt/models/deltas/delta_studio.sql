-- Steps of the studio ladder, on the day each is reached.
{{ config(pre_hook="{{ replace_touched('studio') }}") }}
{{ deltas_of('studio', [
    {'fact': 'studio_step_reached', 'measure': 'studios_{studio_step}'},
]) }}
