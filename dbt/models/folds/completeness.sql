-- Share of what a unit and everything below it owed that came in, by the domains that feed an indicator and by period;
-- today's tree. Waived ones are not expected.
with sets as (
    select distinct domains from {{ ref('indicator_domains') }}
),

counted as (
    select
        sets.domains,
        closure.ancestor_code as unit_code,
        period_months.period,
        sum(case when owed.state = 'waived' then 0 else 1 end) as expected,
        sum(case when owed.state in ('on_time', 'late') then 1 else 0 end) as received
    from sets
    cross join {{ parts_of('sets.domains', 'each_of') }}
    inner join {{ ref('domain_expectations') }} as owed on owed.domain = each_of.part
    inner join {{ ref('period_months') }} as period_months on period_months.month_on = owed.month_on
    inner join {{ ref('org_closure') }} as closure
        on closure.descendant_code = owed.unit_code and closure.valid_to = {{ last_day() }}
    group by sets.domains, closure.ancestor_code, period_months.period
)

select
    domains,
    unit_code,
    period,
    expected,
    received,
    cast({{ percent('received', 'expected') }} / 100 as decimal(18, 4)) as completeness
from counted
