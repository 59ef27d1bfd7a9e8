-- Months, quarters and years of the data, with the months they hold and the month at whose end their stocks are read
-- (of a running quarter or year: the last month there is).
with months as (
    select
        *,
        extract(year from month_on) as year_no,
        extract(quarter from month_on) as quarter_no
    from {{ ref('months') }}
),

graded as (
    select 'month' as grain, period, month_on, last_on, has_flows, month_on as first_on, last_on as ends_on,
        period as label_zh
    from months
    union all
    select 'quarter', year_no || '-Q' || quarter_no, month_on, last_on, has_flows,
        make_date(year_no, quarter_no * 3 - 2, 1), {{ add_days(add_months('make_date(year_no, quarter_no * 3 - 2, 1)', 3), -1) }},
        year_no || '年第' || quarter_no || '季度'
    from months
    union all
    select 'year', cast(year_no as {{ dbt.type_string() }}), month_on, last_on, has_flows,
        make_date(year_no, 1, 1), make_date(year_no, 12, 31), year_no || '年'
    from months
)

select
    period,
    grain,
    min(first_on) as first_on,
    min(ends_on) as last_on,
    max(month_on) as stock_month_on,
    max(last_on) as read_on,
    max(has_flows) as has_flows,
    min(label_zh) as label
from graded
group by period, grain
