-- Training projects delivered and their attendances (person-times, not distinct people).
{{ config(pre_hook="{{ replace_touched('project') }}") }}
with delivered as (
    select project_no, coalesce(unit_code, source) as unit_code, occurred_on, fact_id, position, recorded_at
    from {{ live('stg_training_project_delivered') }}
    where true {{ touched('project', 'project_no') }}
),

attended as (
    select
        attended.project_no, coalesce(delivered.unit_code, attended.source) as unit_code, attended.occurred_on,
        attended.fact_id, attended.position, attended.recorded_at, attended.person_times
    from {{ live('stg_training_attendance_reported') }} as attended
    left join delivered on delivered.project_no = attended.project_no
    where true {{ touched('project', 'attended.project_no') }}
),

counted as (
    select
        'training_projects' as measure_id, project_no, unit_code, occurred_on, fact_id, position, recorded_at,
        1 as delta
    from delivered
    union all
    select 'training_person_times', project_no, unit_code, occurred_on, fact_id, position, recorded_at, person_times
    from attended
)

select
    measure_id,
    'project' as entity_kind,
    project_no as entity_id,
    unit_code,
    cast(null as {{ dbt.type_string() }}) as size_band,
    occurred_on,
    recorded_at,
    cast(delta as decimal(18, 2)) as delta,
    fact_id,
    position
from counted
