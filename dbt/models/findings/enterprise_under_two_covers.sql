-- An enterprise with a union of its own and under a federation counts once, as having its own union (W02, details 18). The
-- list is information: the count is right either way. Judged at the last day.
select
    enterprise_code as subject,
    unit_code,
    {{ month_label(read_day()) }} as period,
    {{ read_day() }} as breached_on,
    cast(null as {{ type_uuid() }}) as submission_id,
    '企业' || enterprise_code || '既单独建会又在工联会覆盖，按单独建会计一次' as wrong_zh,
    'enterprise ' || enterprise_code || ' has its own union and is under a federation; it counts once' as wrong_en
from {{ ref('enterprise_history') }}
where is_under_two and not is_closed and valid_from <= {{ read_day() }} and {{ read_day() }} < valid_to
