-- Stocks of leaf units at the end of every month: the running sum of all deltas up to that day.
with stocks as (
    select measure_id, unit_code, occurred_on, amount from {{ ref('leaf_measures') }} where fold = 'stock'
),

leaves as (
    select measure_id, unit_code from stocks group by measure_id, unit_code
),

changes as (
    select stocks.measure_id, stocks.unit_code, coalesce(months.month_on, data_range.opening_month_on) as month_on,
        sum(stocks.amount) as amount
    from stocks
    cross join {{ ref('data_range') }} as data_range
    left join {{ ref('months') }} as months on stocks.occurred_on between months.month_on and months.last_on
    where months.month_on is not null or stocks.occurred_on < data_range.opening_month_on
    group by stocks.measure_id, stocks.unit_code, coalesce(months.month_on, data_range.opening_month_on)
)

select
    leaves.measure_id,
    leaves.unit_code,
    months.month_on,
    months.last_on,
    coalesce(sum(changes.amount) over (
        partition by leaves.measure_id, leaves.unit_code order by months.month_on
        rows between unbounded preceding and current row
    ), 0) as amount
from leaves
cross join {{ ref('months') }} as months
left join changes
    on changes.measure_id = leaves.measure_id and changes.unit_code = leaves.unit_code
    and changes.month_on = months.month_on
