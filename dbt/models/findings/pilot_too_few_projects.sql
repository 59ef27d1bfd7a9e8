-- Rule of the source (一（五）二是): each pilot federation incubates at least 2 governance projects; 32 in all, which two
-- each would not give. Both are shown: the pilot's own number and the sum over all pilots. Judged at the last day.
with pilots as (
    select distinct coalesce(made.unit_code, made.source) as unit_code
    from {{ live('stg_designation_made') }} as made
    left join {{ live('stg_designation_ended') }} as ended on ended.designation_no = made.designation_no
    where made.designation_kind = 'pilot' and coalesce(ended.occurred_on, {{ last_day() }}) > {{ read_day() }}
),

projects as (
    select unit_code, count(*) as projects
    from {{ live('stg_project_incubated') }}
    where incubation_kind = 'governance'
    group by unit_code
),

counted as (
    select
        pilots.unit_code, coalesce(projects.projects, 0) as projects,
        cast(sum(coalesce(projects.projects, 0)) over () as bigint) as projects_of_all_pilots,
        cast({{ constant('pilot_min_projects_each') }} as bigint) as min_projects
    from pilots
    left join projects on projects.unit_code = pilots.unit_code
)

select
    unit_code as subject,
    unit_code,
    {{ month_label(read_day()) }} as period,
    {{ read_day() }} as breached_on,
    cast(null as {{ type_uuid() }}) as submission_id,
    projects, min_projects, projects_of_all_pilots,
    '试点培育项目' || projects || '个，应不少于' || min_projects || '个（全部试点合计' || projects_of_all_pilots || '个）' as wrong_zh,
    'projects of the pilot ' || projects || ', asked for at least ' || min_projects || ' (all pilots together '
    || projects_of_all_pilots || ')' as wrong_en
from counted
where projects < min_projects
