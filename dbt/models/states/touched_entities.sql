-- Every entity that an event of the range speaks about, and those whose place depends on a touched enterprise.
-- Empty on a build from the first event, which computes everything anyway.
{% set regrouped = [
    ('contract', 'coalesce(enterprise_code, contract_no)', 'contract', 'collective_contract_signed'),
    ('staff', 'coalesce(enterprise_code, unit_code)', 'staff', 'staff_assigned'),
    ('policy', 'member_id', 'policy', 'mutual_aid_enrolled'),
    ('project', 'custom_for_code', 'project', 'training_project_delivered'),
    ('audit', 'coalesce(audited_unit_code, source)', 'audit', 'audit_planned'),
    ('site', 'coalesce(unit_code, source)', 'site', 'service_site_opened'),
    ('staff', 'unit_code', 'unit', 'org_unit_registered'),
    ('site', 'unit_code', 'unit', 'org_unit_registered'),
    ('unit', 'unit_code', 'pairing', 'pairing_agreed'),
    ('unit', 'coalesce(unit_code, source)', 'menu_order', 'training_menu_item_ordered'),
] %}
with stated as (
    {%- for kind, types in types_by_kind().items() %}
    {%- set outer = loop %}
    {%- for type in types %}
    select '{{ kind }}' as entity_kind, {{ subject_of(type) }} as entity_id
    from {{ ref('stg_' ~ type) }}
    where position > {{ var('from_position') }} and {{ var('from_position') > 0 }}
    {%- if not (loop.last and outer.last) %} union all {% endif %}
    {%- endfor %}
    {%- endfor %}
),

-- What names an enterprise counts where that sits, and a contact who leaves takes his enterprises with him.
enterprises as (
    select entity_id from stated where entity_kind = 'enterprise'
    union
    select enterprise_code as entity_id
    from {{ ref('stg_dispute_contact_coverage_assigned') }}
    where staff_id in (select entity_id from stated where entity_kind = 'staff')
),

placed as (
    select entity_kind, entity_id from stated
    union
    select 'enterprise' as entity_kind, entity_id from enterprises
    {%- for kind, types in types_by_kind().items() %}
    {%- for type in types if type in types_at_an_enterprise() %}
    union
    select '{{ kind }}' as entity_kind, {{ subject_of(type) }} as entity_id
    from {{ ref('stg_' ~ type) }}
    where enterprise_code in (select entity_id from enterprises)
    {%- endfor %}
    {%- endfor %}
)

-- Some fold by another column than their subject: a contract by the enterprise it covers, cover by the insured. Old
-- versions are read too: a correction may have taken a contract from one enterprise to another.
select entity_kind, entity_id from placed
{%- for kind, folded_by, own_kind, type in regrouped %}
union
select '{{ kind }}' as entity_kind, {{ folded_by }} as entity_id
from {{ ref('stg_' ~ type) }}
where {{ subject_of(type) }} in (select entity_id from placed where entity_kind = '{{ own_kind }}')
{%- endfor %}
