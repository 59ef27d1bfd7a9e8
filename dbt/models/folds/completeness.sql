-- Share of the expected monthly hand-ins of a unit and everything below it that came in, by period; today's tree.
-- Waived ones are not expected.
with counted as (
    select
        closure.ancestor_code as unit_code,
        period_months.period,
        sum(case when expectations.is_waived then 0 else 1 end) as expected,
        sum(case when expectations.is_received then 1 else 0 end) as received
    from {{ ref('expectations') }} as expectations
    inner join {{ ref('period_months') }} as period_months on period_months.month_on = expectations.month_on
    inner join {{ ref('org_closure') }} as closure
        on closure.descendant_code = expectations.unit_code and closure.valid_to = {{ last_day() }}
    group by closure.ancestor_code, period_months.period
)

select
    unit_code,
    period,
    expected,
    received,
    cast({{ percent('received', 'expected') }} / 100 as decimal(18, 4)) as completeness
from counted
