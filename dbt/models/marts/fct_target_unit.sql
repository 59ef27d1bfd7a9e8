-- Targets at streets and federations: rates, and tests of each street, pilot, batch, site or week. Blanked cells and
-- rates of nothing are not here.
with results as (
    select * from {{ ref('target_results') }} where unit_level <> 'district' and not is_suppressed and value is not null
)

select
    results.target_id,
    results.value_basis,
    results.level,
    results.due,
    results.value,
    results.state,
    results.as_of,
    results.name_zh,
    results.name_en,
    results.indicator_id,
    results.operator,
    results.unit,
    results.unit_zh,
    results.baseline,
    results.pace,
    case when results.value_basis in ({{ bases_with_level() }}) then results.pace_expected end as pace_expected,
    cast(results.units_met as integer) as units_met,
    cast(results.units_tested as integer) as units_tested,
    results.test,
    results.due_basis,
    results.section,
    results.unit_code,
    units.unit_name,
    results.unit_level,
    units.street_code,
    units.street_name,
    units.official_order as unit_order,
    '{{ var("plan_year") }}' as plan_year,
    {{ build_id() }} as build_id
from results
inner join {{ ref('dim_org_unit') }} as units on units.unit_code = results.unit_code
