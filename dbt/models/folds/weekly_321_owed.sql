-- What a bound federation owes in a week, the one place that the rule and the targets read: each quota of the catalogue
-- (weekly321_min_…), in a week with public holidays as weekly321_holiday_policy says; nothing where the week is exempt.
-- A binding by name is one by any name that the federation ever had: a new name unbinds nobody.
-- Weeks are ISO weeks that lie whole in the data and in the days that the federation is bound.
with units as (
    select unit_code, registered_on, closed_on
    from {{ ref('org_unit_history') }}
    where valid_to = {{ last_day() }}
),

bound as (
    select
        units.unit_code,
        greatest(binding.binds_from, units.registered_on) as binds_from,
        least(
            coalesce(binding.binds_to, {{ last_day() }}), coalesce(units.closed_on, {{ last_day() }}), {{ read_day() }}
        ) as binds_to
    from {{ ref('weekly321_federations') }} as binding
    inner join units
        on units.unit_code = binding.unit_code
        or (binding.unit_code is null and exists (
            select 1 from {{ ref('org_unit_history') }} as named
            where named.unit_code = units.unit_code and named.unit_name = binding.unit_name
        ))
),

bound_weeks as (
    select distinct bound.unit_code, cast(spine.week_on as date) as week_on
    from bound
    cross join {{ weeks_between(monday_of('bound.binds_from'), 'bound.binds_to', 'spine') }}
    where
        cast(spine.week_on as date) >= bound.binds_from
        and {{ add_days('cast(spine.week_on as date)', 6) }} <= bound.binds_to
),

holidays as (
    select {{ monday_of('holiday_on') }} as week_on, count(*) as weekday_holidays
    from {{ ref('public_holidays') }}
    where holiday_on <= {{ add_days(monday_of('holiday_on'), 4) }}
    group by {{ monday_of('holiday_on') }}
),

quotas as (
    select indicator_id as quota_id, constant_value as quota
    from {{ ref('indicators') }}
    where fold = 'constant' and indicator_id like 'weekly321_min_%'
)

select
    bound_weeks.unit_code,
    bound_weeks.week_on,
    quotas.quota_id,
    coalesce(holidays.weekday_holidays, 0) as weekday_holidays,
    policy.treatment,
    cast(case policy.treatment
        when 'reduced' then ceil(quotas.quota * (5 - policy.weekday_holidays) / 5.0)
        when 'full' then quotas.quota
    end as bigint) as owed
from bound_weeks
left join holidays on holidays.week_on = bound_weeks.week_on
inner join {{ ref('weekly321_holiday_policy') }} as policy
    on policy.weekday_holidays = coalesce(holidays.weekday_holidays, 0)
cross join quotas
