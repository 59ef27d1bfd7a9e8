-- Issues raised at the grass roots and answered.
{{ config(pre_hook="{{ replace_touched('issue') }}") }}
{{ deltas_of('issue', [
    {'fact': 'issue_recorded', 'measure': 'issues_recorded'},
    {'fact': 'issue_closed', 'measure': 'issues_closed', 'opened_by': 'issue_recorded'},
]) }}
