-- Stocks by unit at every level and month end. As it was: the tree of that day; today: the tree at the head.
with stocks as (
    select * from {{ ref('leaf_stocks') }} where amount <> 0
),

placed as (
    select 'as_was' as reading, stocks.measure_id, closure.ancestor_code as unit_code, stocks.month_on, stocks.amount
    from stocks
    inner join {{ ref('org_closure') }} as closure
        on closure.descendant_code = stocks.unit_code
        and closure.valid_from <= stocks.last_on and stocks.last_on < closure.valid_to
    union all
    select 'today', stocks.measure_id, closure.ancestor_code, stocks.month_on, stocks.amount
    from stocks
    inner join {{ ref('org_closure') }} as closure
        on closure.descendant_code = stocks.unit_code and closure.valid_to = {{ last_day() }}
)

select
    measure_id,
    unit_code,
    reading,
    month_on,
    sum(amount) as amount
from placed
group by measure_id, unit_code, reading, month_on
