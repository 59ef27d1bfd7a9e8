-- The months that the log speaks about: from the opening ledger (the month the units were registered for) to the newest
-- period that a unit of the district has stated. Never the clock. What was withdrawn was not stated: a file for a month
-- that is yet to come opens nothing once it is taken back.
with inside as (
    select unit_code, registered_period
    from {{ ref('org_unit_history') }}
    where level <> 'outside'
    group by unit_code, registered_period
),

stated as (
    {%- for type in fact_types() %}
    select period, source, submission_id from {{ ref('stg_' ~ type) }} group by period, source, submission_id
    union all
    {%- endfor %}
    select period, unit_code, submission_id from {{ ref('hand_ins') }} where is_valid
),

periods as (
    select
        coalesce(min(inside.registered_period), min(stated.period)) as opening_period,
        max(stated.period) as last_period
    from stated
    inner join inside on inside.unit_code = stated.source
    left join {{ ref('hand_ins') }} as withdrawn
        on withdrawn.submission_id = stated.submission_id and withdrawn.state = 'withdrawn'
    where withdrawn.submission_id is null
)

select
    opening_period,
    last_period,
    cast(opening_period || '-01' as date) as opening_month_on,
    cast(last_period || '-01' as date) as last_month_on
from periods
where last_period is not null
