-- Flows by unit at every level and month. As it was: the tree of the day it happened; today: the tree at the head.
with flows as (
    select * from {{ ref('leaf_measures') }} where fold = 'flow'
),

placed as (
    select 'as_was' as reading, flows.measure_id, closure.ancestor_code as unit_code, flows.occurred_on, flows.amount
    from flows
    inner join {{ ref('org_closure') }} as closure
        on closure.descendant_code = flows.unit_code
        and closure.valid_from <= flows.occurred_on and flows.occurred_on < closure.valid_to
    union all
    select 'today', flows.measure_id, closure.ancestor_code, flows.occurred_on, flows.amount
    from flows
    inner join {{ ref('org_closure') }} as closure
        on closure.descendant_code = flows.unit_code and closure.valid_to = {{ last_day() }}
)

select
    placed.measure_id,
    placed.unit_code,
    placed.reading,
    months.month_on,
    sum(placed.amount) as amount
from placed
inner join {{ ref('months') }} as months on placed.occurred_on between months.month_on and months.last_on
group by placed.measure_id, placed.unit_code, placed.reading, months.month_on
