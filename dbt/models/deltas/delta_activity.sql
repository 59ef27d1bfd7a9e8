-- Activities and joining ceremonies, with the people and person-times that they state; never a list of persons.
{{ config(pre_hook="{{ replace_touched('activity') }}") }}
with held as (
    select activity_no, series, coalesce(unit_code, source) as unit_code, occurred_on, fact_id, position, recorded_at
    from {{ live('stg_service_activity_held') }}
    where true {{ touched('activity', 'activity_no') }}
),

attended as (
    select
        held.activity_no, held.series, held.unit_code, attended.occurred_on, attended.fact_id, attended.position,
        attended.recorded_at, attended.people, attended.person_times
    from {{ live('stg_activity_attendance_reported') }} as attended
    inner join held on held.activity_no = attended.activity_no
),

ceremonies as (
    select
        ceremony_no, coalesce(unit_code, source) as unit_code, occurred_on, fact_id, position, recorded_at,
        enrolled_people
    from {{ live('stg_enrollment_ceremony_held') }}
    where true {{ touched('activity', 'ceremony_no') }}
),

counted as (
    select
        'activities_' || series as measure_id, activity_no, unit_code, occurred_on, fact_id, position, recorded_at,
        1 as delta
    from held
    union all
    select 'people_' || series, activity_no, unit_code, occurred_on, fact_id, position, recorded_at, people
    from attended
    where people is not null
    union all
    select 'person_times_' || series, activity_no, unit_code, occurred_on, fact_id, position, recorded_at, person_times
    from attended
    where person_times is not null
    union all
    select 'ceremonies', ceremony_no, unit_code, occurred_on, fact_id, position, recorded_at, 1
    from ceremonies
    union all
    select 'ceremony_people', ceremony_no, unit_code, occurred_on, fact_id, position, recorded_at, enrolled_people
    from ceremonies
)

select
    measure_id,
    'activity' as entity_kind,
    activity_no as entity_id,
    unit_code,
    cast(null as {{ dbt.type_string() }}) as size_band,
    occurred_on,
    recorded_at,
    cast(delta as decimal(18, 2)) as delta,
    fact_id,
    position
from counted
