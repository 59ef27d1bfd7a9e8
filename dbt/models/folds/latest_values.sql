-- Values that are read, not added up (an edition, a page): the latest one stated anywhere in the unit by the end of the
-- period. As it was: the tree of the day it was stated; today: the tree at the head.
with stated as (
    select measures.measure_id, deltas.unit_code, deltas.occurred_on, deltas.fact_id, deltas.delta
    from {{ ref('all_deltas') }} as deltas
    inner join {{ ref('measures') }} as measures
        on measures.delta_id = deltas.measure_id and measures.fold = 'latest_value'
),

placed as (
    select
        'as_was' as reading, closure.ancestor_code as unit_code, stated.measure_id, stated.occurred_on,
        stated.fact_id, stated.delta
    from stated
    inner join {{ ref('org_closure') }} as closure
        on closure.descendant_code = stated.unit_code
        and closure.valid_from <= stated.occurred_on and stated.occurred_on < closure.valid_to
    union all
    select 'today', closure.ancestor_code, stated.measure_id, stated.occurred_on, stated.fact_id, stated.delta
    from stated
    inner join {{ ref('org_closure') }} as closure
        on closure.descendant_code = stated.unit_code and closure.valid_to = {{ last_day() }}
)

select
    placed.measure_id,
    placed.unit_code,
    periods.period,
    placed.reading,
    max_by(placed.delta, (placed.occurred_on, placed.fact_id)) as amount
from placed
inner join {{ ref('periods') }} as periods on placed.occurred_on <= periods.read_on
group by placed.measure_id, placed.unit_code, periods.period, placed.reading
