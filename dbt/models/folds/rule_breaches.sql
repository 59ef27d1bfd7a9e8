-- Every breach of every rule, with the unit that owns it: the unit where it happened, its street, the district, or the
-- one that the table names, as the rule says. People's affairs (injuries, legal aid, policies, hardship) belong to the
-- street, so that no community stands beside a single case.
with breaches as (
    {%- for rule in rules() %}
    select '{{ rule }}' as rule_id, {{ breach_columns() }} from {{ ref(rule) }}
    {%- if not loop.last %} union all {% endif %}
    {%- endfor %}
),

district as (
    select max(unit_code) as unit_code from {{ ref('org_unit_history') }}
    where valid_to = {{ last_day() }} and level = 'district'
),

streets as (
    select
        closure.descendant_code as unit_code, closure.ancestor_code as street_code,
        row_number() over (partition by closure.descendant_code order by closure.distance) as nth
    from {{ ref('org_closure') }} as closure
    inner join {{ ref('org_unit_history') }} as units
        on units.unit_code = closure.ancestor_code and units.level = 'street' and units.valid_to = {{ last_day() }}
    where closure.valid_to = {{ last_day() }}
)

select
    breaches.rule_id,
    breaches.subject,
    breaches.unit_code as happened_at,
    case rules.owner_level
        when 'district' then district.unit_code
        when 'street' then coalesce(streets.street_code, breaches.unit_code)
        else breaches.unit_code
    end as unit_code,
    breaches.period,
    breaches.breached_on,
    breaches.submission_id,
    rules.severity,
    rules.name_zh || '：' || breaches.wrong_zh || '。' || rules.remedy_zh || '。' as message_zh,
    rules.name_en || ': ' || breaches.wrong_en || '. What to do: ' || rules.remedy_en || '.' as message_en
from breaches
inner join {{ ref('rules') }} as rules on rules.rule_id = breaches.rule_id
cross join district
left join streets on streets.unit_code = breaches.unit_code and streets.nth = 1
