-- Leaf units for which nobody reported in a month: the unit itself when it reports, else its parent (of a park
-- federation).
with leaves as (
    select
        unit_code,
        case when is_reporting then unit_code else parent_code end as reporter_code
    from {{ ref('org_unit_history') }}
    where valid_to = {{ last_day() }}
)

select leaves.unit_code, expectations.month_on
from leaves
inner join {{ ref('expectations') }} as expectations on expectations.unit_code = leaves.reporter_code
where not expectations.is_received
