{# Types of facts that units state, org units apart: what the data range is read from. #}
{% macro fact_types() %}
    {{ return([
        'enterprise_registered', 'enterprise_headcount_reported', 'enterprise_type_assigned', 'enterprise_union_established',
        'enterprise_union_dissolved', 'enterprise_joined_federation', 'enterprise_left_federation', 'enterprise_moved',
        'enterprise_closed', 'member_enrolled', 'membership_ended', 'enrollment_ceremony_held', 'dispute_opened',
        'case_referred_to_partner', 'dispute_settled', 'economic_benefit_recovered', 'complaint_received',
        'complaint_resolved', 'prelitigation_case_accepted', 'prelitigation_case_closed',
        'consultation_mechanism_established', 'consultation_mechanism_lapsed', 'collective_contract_signed',
        'collective_contract_expired', 'service_activity_held', 'activity_attendance_reported', 'injured_worker_visited',
        'consolation_paid', 'injury_legal_consultation_given', 'service_site_opened', 'service_site_accepted',
        'service_site_closed', 'training_project_delivered', 'training_attendance_reported', 'org_unit_registered',
        'org_unit_moved', 'org_unit_merged', 'org_unit_split', 'org_unit_closed', 'org_unit_renamed',
    ]) }}
{% endmacro %}

{# Decisions on hand-ins, in the order in which a hand-in can meet them. #}
{% macro decision_types() %}
    {{ return(['accepted', 'accepted_with_findings', 'held', 'released', 'rejected', 'superseded', 'withdrawn',
        'retried']) }}
{% endmacro %}

{# Decisions by which a hand-in speaks for a month, be it a nil return. #}
{% macro handed_in_types() %}
    {{ return(['submission_accepted', 'submission_accepted_with_findings', 'submission_released']) }}
{% endmacro %}
