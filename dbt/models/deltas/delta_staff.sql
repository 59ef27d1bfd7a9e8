-- Teams by role: somebody with several postings in one unit counts once there. Street federations and enterprise
-- unions with counsel count once, however many lawyers serve them. A person is a pseudonym.
{{ config(pre_hook="{{ replace_touched('staff') }}") }}
{% set street = "exists (select 1 from " ~ live('stg_org_unit_registered') ~ " as body
        where body.unit_code = fact.unit_code and body.level = 'street')" %}
{{ deltas_of('staff', [
    {'fact': 'staff_assigned', 'measure': 'staff_{role}', 'ends': 'staff_released',
        'on': ['role', 'unit_code', 'enterprise_code'], 'distinct': true, 'at_unit': true},
    {'fact': 'staff_assigned', 'measure': 'contacts_on_platform', 'ends': 'staff_released',
        'on': ['role', 'unit_code', 'enterprise_code'], 'distinct': true, 'at_unit': true,
        'where': "fact.role = 'dispute_contact' and fact.is_platform_user"},
    {'fact': 'staff_assigned', 'measure': 'streets_with_counsel', 'ends': 'staff_released',
        'on': ['role', 'unit_code', 'enterprise_code'], 'distinct': true, 'at_unit': true,
        'entity': 'coalesce(fact.enterprise_code, fact.unit_code)',
        'where': "fact.role = 'legal_counsel' and fact.enterprise_code is null
        and " ~ street},
    {'fact': 'staff_assigned', 'measure': 'enterprises_with_counsel', 'ends': 'staff_released',
        'on': ['role', 'unit_code', 'enterprise_code'], 'distinct': true, 'at_unit': true,
        'entity': 'coalesce(fact.enterprise_code, fact.unit_code)',
        'where': "fact.role = 'legal_counsel' and fact.enterprise_code is not null"},
]) }}
