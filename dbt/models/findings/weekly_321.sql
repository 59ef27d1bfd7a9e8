-- Rule of the source (一（五）二是): a bound federation visits its sites at least 3 times and on 3 days a week, has 2
-- placements in the media and holds 1 event. The quotas are constants of the catalogue; a week with public holidays is
-- held to weekly321_holiday_policy. Weeks are ISO weeks that lie whole in the data. A federation and its work, no person.
{% set quotas = ['visits', 'visit_days', 'articles', 'events'] %}
with units as (
    select unit_code, unit_name, registered_on, closed_on
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
        on units.unit_code = binding.unit_code or (binding.unit_code is null and units.unit_name = binding.unit_name)
),

bound_weeks as (
    select bound.unit_code, cast(spine.week_on as date) as week_on
    from bound
    cross join {{ weeks_between(monday_of('bound.binds_from'), 'bound.binds_to', 'spine') }}
    where
        cast(spine.week_on as date) >= bound.binds_from
        and {{ add_days('cast(spine.week_on as date)', 6) }} <= bound.binds_to
),

done as (
    select
        coalesce(unit_code, source) as unit_code, {{ monday_of('occurred_on') }} as week_on,
        count(*) as visits, count(distinct occurred_on) as visit_days, 0 as articles, 0 as events
    from {{ live('stg_station_visit_logged') }}
    where visit_kind = 'station'
    group by coalesce(unit_code, source), {{ monday_of('occurred_on') }}
    union all
    select coalesce(unit_code, source), {{ monday_of('occurred_on') }}, 0, 0, sum(placements), 0
    from {{ live('stg_media_article_published') }}
    group by coalesce(unit_code, source), {{ monday_of('occurred_on') }}
    union all
    select coalesce(unit_code, source), {{ monday_of('occurred_on') }}, 0, 0, 0, count(*)
    from {{ live('stg_service_activity_held') }}
    group by coalesce(unit_code, source), {{ monday_of('occurred_on') }}
),

holidays as (
    select {{ monday_of('holiday_on') }} as week_on, count(*) as weekday_holidays
    from {{ ref('public_holidays') }}
    where holiday_on <= {{ add_days(monday_of('holiday_on'), 4) }}
    group by {{ monday_of('holiday_on') }}
),

held_to as (
    select
        bound_weeks.unit_code, bound_weeks.week_on, coalesce(holidays.weekday_holidays, 0) as weekday_holidays,
        {%- for quota in quotas %}
        cast(case when policy.treatment = 'reduced'
            then ceil({{ constant('weekly321_min_' ~ quota) }} * (5 - policy.weekday_holidays) / 5.0)
            else {{ constant('weekly321_min_' ~ quota) }} end as bigint) as min_{{ quota }},
        {%- endfor %}
        policy.treatment
    from bound_weeks
    left join holidays on holidays.week_on = bound_weeks.week_on
    inner join {{ ref('weekly321_holiday_policy') }} as policy
        on policy.weekday_holidays = coalesce(holidays.weekday_holidays, 0)
),

counted as (
    select
        held_to.unit_code, held_to.week_on, held_to.weekday_holidays, held_to.treatment,
        {%- for quota in quotas %}
        max(held_to.min_{{ quota }}) as min_{{ quota }},
        cast(coalesce(sum(done.{{ quota }}), 0) as bigint) as {{ quota }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from held_to
    left join done on done.unit_code = held_to.unit_code and done.week_on = held_to.week_on
    where held_to.treatment <> 'exempt'
    group by held_to.unit_code, held_to.week_on, held_to.weekday_holidays, held_to.treatment
)

select
    {{ week_label('week_on') }} as subject,
    unit_code,
    {{ month_label(add_days('week_on', 3)) }} as period,
    {{ add_days('week_on', 6) }} as breached_on,
    cast(null as {{ type_uuid() }}) as submission_id,
    visits, visit_days, articles, events, min_visits, min_visit_days, min_articles, min_events,
    weekday_holidays,
    {{ week_label('week_on') }} || '周走访' || visits || '次（应' || min_visits || '）、走访' || visit_days || '天（应'
    || min_visit_days || '）、刊登' || articles || '篇次（应' || min_articles || '）、活动'
    || events || '次（应' || min_events || '）' as wrong_zh,
    {{ week_label('week_on') }} || ': ' || visits || ' visits of ' || min_visits || ', ' || visit_days
    || ' days of ' || min_visit_days || ', ' || articles || ' placements of ' || min_articles || ', ' || events || ' events of ' || min_events as wrong_en
from counted
where visits < min_visits or visit_days < min_visit_days or articles < min_articles or events < min_events
