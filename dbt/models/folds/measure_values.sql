-- Every measure by unit, period and reading: flows add up their months, stocks are read in the last one, and of what is
-- only read the latest value stands.
select flows.measure_id, flows.unit_code, period_months.period, flows.reading,
    sum(flows.amount) as amount
from {{ ref('unit_flows') }} as flows
inner join {{ ref('period_months') }} as period_months on period_months.month_on = flows.month_on
group by flows.measure_id, flows.unit_code, period_months.period, flows.reading
union all
select stocks.measure_id, stocks.unit_code, periods.period, stocks.reading, stocks.amount
from {{ ref('unit_stocks') }} as stocks
inner join {{ ref('periods') }} as periods on periods.stock_month_on = stocks.month_on
union all
select measure_id, unit_code, period, reading, amount
from {{ ref('latest_values') }}
