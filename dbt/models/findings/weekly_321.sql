-- Rule of the source (一（五）二是): a bound federation visits its sites at least 3 times and on 3 days a week, has 2
-- placements in the media and holds 1 event. What is owed in which week is told by weekly_321_owed, holidays included.
-- A federation and its work, no person.
{% set quotas = ['visits', 'visit_days', 'articles', 'events'] %}
with held_to as (
    select
        unit_code, week_on, weekday_holidays,
        {%- for quota in quotas %}
        max(case when quota_id = 'weekly321_min_{{ quota }}' then owed end) as min_{{ quota }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('weekly_321_owed') }}
    where treatment <> 'exempt'
    group by unit_code, week_on, weekday_holidays
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

counted as (
    select
        held_to.unit_code, held_to.week_on, held_to.weekday_holidays,
        {%- for quota in quotas %}
        max(held_to.min_{{ quota }}) as min_{{ quota }},
        cast(coalesce(sum(done.{{ quota }}), 0) as bigint) as {{ quota }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from held_to
    left join done on done.unit_code = held_to.unit_code and done.week_on = held_to.week_on
    group by held_to.unit_code, held_to.week_on, held_to.weekday_holidays
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
    {{ week_label('week_on') }} || ': visits ' || visits || ' of ' || min_visits || ', days ' || visit_days || ' of '
    || min_visit_days || ', articles ' || articles || ' of ' || min_articles || ', events ' || events || ' of '
    || min_events as wrong_en
from counted
where visits < min_visits or visit_days < min_visit_days or articles < min_articles or events < min_events
