-- Audits and their findings, for the audited unit. Units with a serious finding count once a calendar year; those
-- for which a key audit was ordered on or after that day count on the day of the finding, so that a rate never
-- exceeds all.
{{ config(pre_hook="{{ replace_touched('audit') }}") }}
{% set key = "exists (select 1 from " ~ live('stg_audit_planned') ~ " as ordered
        where ordered.audited_unit_code = opening.audited_unit_code and ordered.audit_kind = 'key'
        and ordered.occurred_on >= fact.occurred_on)" %}
{{ deltas_of('audit', [
    {'fact': 'audit_planned', 'measure': 'audits_planned_{audit_kind}'},
    {'fact': 'audit_conducted', 'measure': 'audits_conducted_{opening.audit_kind}', 'opened_by': 'audit_planned',
        'needed': true},
    {'fact': 'audit_finding_recorded', 'measure': 'audit_findings_{severity}', 'opened_by': 'audit_planned'},
    {'fact': 'audit_finding_rectified', 'measure': 'audit_findings_rectified', 'opened_by': 'audit_planned'},
    {'fact': 'audit_finding_recorded', 'measure': 'units_with_serious_findings', 'opened_by': 'audit_planned',
        'needed': true, 'once': true, 'entity': 'opening.audited_unit_code', 'where': "fact.severity = 'serious'"},
    {'fact': 'audit_finding_recorded', 'measure': 'units_with_key_audit_ordered', 'opened_by': 'audit_planned',
        'needed': true, 'once': true, 'entity': 'opening.audited_unit_code',
        'where': "fact.severity = 'serious' and " ~ key},
]) }}
