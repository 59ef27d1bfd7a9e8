-- All targets of the plan, measured for the whole district at the last closed month (as_of). A level that the source does
-- not print, count or call full coverage stays empty, and its state says so.
with results as (
    select * from {{ ref('target_results') }} where unit_level = 'district'
)

select
    target_id,
    value_basis,
    level,
    due,
    case when not is_suppressed then value end as value,
    state,
    as_of,
    name_zh,
    name_en,
    indicator_id,
    operator,
    unit,
    unit_zh,
    baseline,
    pace,
    case when value_basis in ({{ bases_with_level() }}) then pace_expected end as pace_expected,
    cast(units_met as integer) as units_met,
    cast(units_tested as integer) as units_tested,
    test,
    due_basis,
    section,
    quote_zh,
    note,
    '{{ var("plan_year") }}' as plan_year,
    {{ build_id() }} as build_id
from results
