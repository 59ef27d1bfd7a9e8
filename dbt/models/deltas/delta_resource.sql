-- Resources shared under the capsule plan, by the coverage they serve.
{{ config(pre_hook="{{ replace_touched('resource') }}") }}
{{ deltas_of('resource', [
    {'fact': 'resource_shared', 'measure': 'resources_{coverage_kind}'},
]) }}
