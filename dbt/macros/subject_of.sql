{# Column of the staging model that holds the subject of a fact: what the entity is called in its contract. #}
{% macro subject_of(type) -%}
    {%- set columns = {
        'member_enrolled': 'member_id', 'membership_ended': 'member_id',
        'injured_worker_visited': 'member_id', 'consolation_paid': 'member_id',
        'dispute_opened': 'case_no', 'case_referred_to_partner': 'case_no', 'dispute_settled': 'case_no',
        'economic_benefit_recovered': 'case_no', 'complaint_received': 'ticket_no', 'complaint_resolved': 'ticket_no',
        'prelitigation_case_accepted': 'mediation_no', 'prelitigation_case_closed': 'mediation_no',
        'service_activity_held': 'activity_no', 'activity_attendance_reported': 'activity_no',
        'enrollment_ceremony_held': 'ceremony_no', 'injury_legal_consultation_given': 'consultation_no',
        'service_site_opened': 'site_no', 'service_site_accepted': 'site_no', 'service_site_closed': 'site_no',
        'training_project_delivered': 'project_no', 'training_attendance_reported': 'project_no',
        'collective_contract_signed': 'contract_no', 'collective_contract_expired': 'contract_no',
    } -%}
    {{ columns.get(type, 'enterprise_code') }}
{%- endmacro %}
