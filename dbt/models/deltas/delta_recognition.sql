-- Recognitions by kind and level; once granted they stand.
{{ config(pre_hook="{{ replace_touched('recognition') }}") }}
{{ deltas_of('recognition', [
    {'fact': 'recognition_granted', 'measure': 'recognitions_{recognition_kind}_{giver_level}'},
]) }}
