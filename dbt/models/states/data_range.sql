-- The months that the log speaks about: from the opening ledger (the month the units were registered for) to the newest
-- period that a unit of the district has stated. Never the clock.
with inside as (
    select unit_code, registered_period
    from {{ ref('org_unit_history') }}
    where level <> 'outside'
    group by unit_code, registered_period
),

stated as (
    {%- for type in fact_types() + handed_in_types() %}
    select period, source from {{ ref('stg_' ~ type) }} group by period, source
    {%- if not loop.last %} union all {% endif %}
    {%- endfor %}
),

periods as (
    select
        coalesce(min(inside.registered_period), min(stated.period)) as opening_period,
        max(stated.period) as last_period
    from stated
    inner join inside on inside.unit_code = stated.source
)

select
    opening_period,
    last_period,
    cast(opening_period || '-01' as date) as opening_month_on,
    cast(last_period || '-01' as date) as last_month_on
from periods
where last_period is not null
