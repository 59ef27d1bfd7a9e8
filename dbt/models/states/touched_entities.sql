-- Every entity that an event of the range speaks about, and those whose place depends on a touched enterprise.
-- Empty on a build from the first event, which computes everything anyway.
{% set own = {
    'enterprise': ['enterprise_registered', 'enterprise_headcount_reported', 'enterprise_type_assigned',
        'enterprise_union_established', 'enterprise_union_dissolved', 'enterprise_joined_federation',
        'enterprise_left_federation', 'enterprise_moved', 'enterprise_closed',
        'consultation_mechanism_established', 'consultation_mechanism_lapsed'],
    'membership': ['member_enrolled', 'membership_ended'],
    'dispute': ['dispute_opened', 'case_referred_to_partner', 'dispute_settled', 'economic_benefit_recovered'],
    'complaint': ['complaint_received', 'complaint_resolved'],
    'prelitigation': ['prelitigation_case_accepted', 'prelitigation_case_closed'],
    'activity': ['service_activity_held', 'activity_attendance_reported', 'enrollment_ceremony_held'],
    'injury': ['injured_worker_visited', 'consolation_paid'],
    'consultation': ['injury_legal_consultation_given'],
    'site': ['service_site_opened', 'service_site_accepted', 'service_site_closed'],
    'project': ['training_project_delivered', 'training_attendance_reported'],
    'contract_no': ['collective_contract_signed', 'collective_contract_expired'],
} %}
with stated as (
    {%- for kind, types in own.items() %}
    {%- for type in types %}
    select '{{ kind }}' as entity_kind, {{ subject_of(type) }} as entity_id
    from {{ ref('stg_' ~ type) }}
    where position > {{ var('from_position') }} and {{ var('from_position') > 0 }}
    {%- if not loop.last %} union all {% endif %}
    {%- endfor %}
    {%- if not loop.last %} union all {% endif %}
    {%- endfor %}
),

-- Contracts fold by the enterprise that they cover (a regional one is its own subject), old versions included:
-- a correction may have taken a contract from one enterprise to another.
contract_subjects as (
    select coalesce(signed.enterprise_code, signed.contract_no) as entity_id
    from {{ ref('stg_collective_contract_signed') }} as signed
    where
        signed.contract_no in (select entity_id from stated where entity_kind = 'contract_no')
        or signed.enterprise_code in (select entity_id from stated where entity_kind = 'enterprise')
),

moved_disputes as (
    select opened.case_no as entity_id
    from {{ ref('stg_dispute_opened') }} as opened
    where opened.enterprise_code in (select entity_id from stated where entity_kind = 'enterprise')
)

select distinct entity_kind, entity_id from stated
union
select distinct 'contract' as entity_kind, entity_id from contract_subjects
union
select distinct 'dispute' as entity_kind, entity_id from moved_disputes
