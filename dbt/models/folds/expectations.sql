-- Which unit had to report for which month, when it was due (end of day 3 after the month, day 10 for the opening
-- ledger, Asia/Shanghai; details 14), and its first valid hand-in.
-- A waived hand-in is not missing, and what it would have said is unknown all the same: bounds count it as silent.
-- The special workbook is owed by nobody: it never stands for a month that has not been handed in.
with units as (
    select unit_code, level, registered_period, closed_on
    from {{ ref('org_unit_history') }}
    where valid_to = {{ last_day() }} and is_reporting and level <> 'outside'
),

expected as (
    select
        units.unit_code,
        units.level,
        months.period,
        months.month_on,
        {{ add_days('months.last_on', 'case when months.has_flows then 3 else 10 end') }} as due_on
    from units
    inner join {{ ref('months') }} as months
        on months.period >= units.registered_period
        and (units.closed_on is null or units.closed_on > months.last_on)
),

-- A waiver of everything that the unit owes; one of a single domain leaves the hand-in expected.
waived as (
    select distinct expected.unit_code, expected.period
    from expected
    inner join {{ ref('waivers') }} as waivers
        on waivers.unit_code = expected.unit_code and waivers.waived_rule is null
        and {{ waives('waivers', 'expected.period', 'expected.due_on') }}
),

valid as (
    select
        unit_code, period, submission_id, received_at,
        row_number() over (partition by unit_code, period order by received_at, submission_id) as nth
    from {{ ref('hand_ins') }}
    where is_valid and is_monthly
)

select
    expected.unit_code,
    expected.level,
    expected.period,
    expected.month_on,
    expected.due_on,
    valid.submission_id,
    valid.submission_id is not null as is_received,
    waived.unit_code is not null and valid.submission_id is null as is_waived,
    coalesce({{ shanghai_day('valid.received_at') }} <= expected.due_on, false) as is_on_time
from expected
left join waived on waived.unit_code = expected.unit_code and waived.period = expected.period
left join valid on valid.unit_code = expected.unit_code and valid.period = expected.period and valid.nth = 1
