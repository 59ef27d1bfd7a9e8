-- An enterprise with a union of its own and under a federation counts once, as having its own union (W02, details 18). The
-- list is information: the count is right either way. Judged at the last day.
with covers as (
    select enterprise_code, cover, sum(1 - 2 * ends) as standing
    from {{ ref('enterprise_covers') }}
    where cover in ('own_union', 'federation') and occurred_on <= {{ read_day() }}
    group by enterprise_code, cover
),

both_covers as (
    select enterprise_code from covers where standing > 0 group by enterprise_code having count(*) = 2
)

select
    present.enterprise_code as subject,
    present.unit_code,
    {{ month_label(read_day()) }} as period,
    {{ read_day() }} as breached_on,
    cast(null as {{ type_uuid() }}) as submission_id,
    '企业' || present.enterprise_code || '既单独建会又在工联会覆盖，按单独建会计一次' as wrong_zh,
    'enterprise ' || present.enterprise_code || ' has its own union and is under a federation; it counts once' as wrong_en
from both_covers
inner join {{ ref('enterprise_history') }} as present
    on present.enterprise_code = both_covers.enterprise_code and present.valid_to = {{ last_day() }}
where not present.is_closed
