-- Stocks by unit at every level and month end. As it was: the tree of that day; today: the tree at the head.
-- silent_amount is the part that lies in leaves for which nobody reported that month.
with stocks as (
    select
        leaf_stocks.*,
        case when silence.unit_code is not null then leaf_stocks.amount else 0 end as silent_amount
    from {{ ref('leaf_stocks') }} as leaf_stocks
    left join {{ ref('silent_leaves') }} as silence
        on silence.unit_code = leaf_stocks.unit_code and silence.month_on = leaf_stocks.month_on
    where leaf_stocks.amount <> 0
),

placed as (
    select 'as_was' as reading, stocks.measure_id, closure.ancestor_code as unit_code, stocks.month_on, stocks.amount,
        stocks.silent_amount
    from stocks
    inner join {{ ref('org_closure') }} as closure
        on closure.descendant_code = stocks.unit_code
        and closure.valid_from <= stocks.last_on and stocks.last_on < closure.valid_to
    union all
    select 'today', stocks.measure_id, closure.ancestor_code, stocks.month_on, stocks.amount, stocks.silent_amount
    from stocks
    inner join {{ ref('org_closure') }} as closure
        on closure.descendant_code = stocks.unit_code and closure.valid_to = {{ last_day() }}
)

select
    measure_id,
    unit_code,
    reading,
    month_on,
    sum(amount) as amount,
    sum(silent_amount) as silent_amount
from placed
group by measure_id, unit_code, reading, month_on
