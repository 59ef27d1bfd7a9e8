-- An enterprise in the register without a head count has no size band and stands in no band's rate (details 18).
with present as (
    select * from {{ ref('enterprise_history') }} where valid_to = {{ last_day() }}
)

select
    enterprise_code,
    unit_code,
    valid_from
from present
where size_band = 'unknown' and not is_closed
