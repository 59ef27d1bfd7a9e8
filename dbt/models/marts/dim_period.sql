-- Months, quarters and years of the data with the period before and the same period a year ago, where there is one.
with periods as (
    select * from {{ ref('periods') }}
),

linked as (
    select
        periods.period, periods.grain, periods.first_on, periods.last_on, periods.label,
        max(earlier.period) as previous_period,
        max(year_ago.period) as year_ago_period
    from periods
    left join periods as earlier
        on earlier.grain = periods.grain and earlier.last_on = {{ add_days('periods.first_on', -1) }}
    left join periods as year_ago
        on year_ago.grain = periods.grain and year_ago.first_on = {{ add_months('periods.first_on', -12) }}
    group by periods.period, periods.grain, periods.first_on, periods.last_on, periods.label
)

select
    period,
    grain,
    first_on,
    last_on,
    case
        when grain = 'month'
            then extract(year from first_on) || '年' || extract(month from first_on) || '月'
        else label
    end as label_zh,
    period as label_en,
    previous_period,
    year_ago_period,
    {{ build_id() }} as build_id
from linked
