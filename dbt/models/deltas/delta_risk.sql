-- Risks reported about an enterprise and closed, where it sits that day.
{{ config(pre_hook="{{ replace_touched('risk') }}") }}
{{ deltas_of('risk', [
    {'fact': 'dispute_risk_reported', 'measure': 'risks_reported'},
    {'fact': 'dispute_risk_reported', 'measure': 'risks_reported_on_platform',
        'where': "fact.report_channel = 'platform'"},
    {'fact': 'dispute_risk_closed', 'measure': 'risks_closed', 'opened_by': 'dispute_risk_reported'},
]) }}
