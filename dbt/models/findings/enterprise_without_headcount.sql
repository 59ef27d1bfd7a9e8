-- An enterprise in the register without a head count has no size band and stands in no band's rate (details 18).
with present as (
    select * from {{ ref('enterprise_history') }} where valid_to = {{ last_day() }}
)

select
    enterprise_code as subject,
    unit_code,
    {{ month_label(read_day()) }} as period,
    {{ read_day() }} as breached_on,
    cast(null as {{ type_uuid() }}) as submission_id,
    enterprise_code,
    valid_from,
    '企业' || enterprise_code || '没有职工人数' as wrong_zh,
    'enterprise ' || enterprise_code || ' has no head count' as wrong_en
from present
where size_band = 'unknown' and not is_closed
