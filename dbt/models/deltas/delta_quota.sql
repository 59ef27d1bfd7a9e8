-- Posts of socialised union workers moved between units; the post, never a person.
{{ config(pre_hook="{{ replace_touched('quota') }}") }}
{{ deltas_of('quota', [
    {'fact': 'staff_quota_reassigned', 'measure': 'quotas_moved'},
]) }}
