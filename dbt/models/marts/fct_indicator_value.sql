-- Every indicator by unit at every level, period and reading, with what it is compared with. Key: indicator_id, unit_code,
-- period, reading. Small cells about persons are blank here, and so is every figure derived from them.
with shown as (
    select
        cells.*,
        suppressions.unit_code is not null as is_suppressed,
        case when suppressions.unit_code is null then cells.value end as shown_value
    from {{ ref('indicator_cells') }} as cells
    left join {{ ref('suppressions') }} as suppressions
        on suppressions.persons_measure = cells.persons_measure and suppressions.unit_code = cells.unit_code
        and suppressions.period = cells.period
),

compared as (
    select
        shown.*,
        periods.first_on,
        spans.read_on,
        case when not shown.is_suppressed then earlier.shown_value end as previous_value,
        case when not shown.is_suppressed then year_ago.shown_value end as year_ago_value
    from shown
    inner join {{ ref('dim_period') }} as periods on periods.period = shown.period
    inner join {{ ref('periods') }} as spans on spans.period = shown.period
    left join shown as earlier
        on earlier.indicator_id = shown.indicator_id and earlier.unit_code = shown.unit_code
        and earlier.reading = shown.reading and earlier.period = periods.previous_period
    left join shown as year_ago
        on year_ago.indicator_id = shown.indicator_id and year_ago.unit_code = shown.unit_code
        and year_ago.reading = shown.reading and year_ago.period = periods.year_ago_period
),

drawn as (
    select
        compared.*, compared.shown_value as value, compared.read_on as as_of_on,
        cast(null as bigint) as units_tested, cast(null as bigint) as units_met,
        targets.level, targets.operator, targets.value_basis, targets.test, targets.pace, targets.is_flow,
        targets.is_change, targets.target_value, targets.tolerance, targets.starts_on, targets.ends_on,
        baselines.baseline
    from compared
    inner join {{ ref('dim_org_unit') }} as body on body.unit_code = compared.unit_code
    inner join {{ ref('indicator_targets') }} as targets
        on targets.indicator_id = compared.indicator_id
        and case
            -- Not of a street that was closed or merged by that day.
            when targets.test = 'each_street'
                then compared.unit_level = 'street' and coalesce(body.valid_to > compared.read_on, true)
            -- A count is a promise of the district; a rate may be asked of every unit.
            else compared.unit_level = 'district' or compared.fold = 'ratio'
        end
    left join {{ ref('baselines') }} as baselines
        on baselines.indicator_id = compared.indicator_id and baselines.unit_code = compared.unit_code
        and baselines.reading = compared.reading
),

weighed as (
    {{ weighed('drawn') }}
),

targeted as (
    select
        compared.*, weighed.level as target_level, weighed.operator as target_operator,
        weighed.value_basis as target_basis,
        case
            when weighed.indicator_id is null then null
            when weighed.shown_value is null then 'no_data'
            when weighed.as_of_on < weighed.starts_on then 'not_due'
            -- A month of a flow is not held against the level of its year.
            when not weighed.is_flow or weighed.grain = 'year' then weighed.state
        end as target_status
    from compared
    left join weighed
        on weighed.indicator_id = compared.indicator_id and weighed.unit_code = compared.unit_code
        and weighed.period = compared.period and weighed.reading = compared.reading
)

select
    targeted.indicator_id,
    targeted.unit_code,
    targeted.period,
    targeted.reading,
    targeted.grain as period_grain,
    targeted.first_on,
    targeted.unit_level,
    units.unit_name,
    units.street_code,
    units.street_name,
    units.official_order as unit_order,
    indicators.name_zh as indicator_name_zh,
    indicators.name_en as indicator_name_en,
    indicators.domain,
    indicators.unit_zh,
    indicators.decimals,
    targeted.shown_value as value,
    case when targeted.fold = 'ratio' and not targeted.is_suppressed then targeted.numerator end as numerator,
    case when not targeted.is_suppressed then targeted.denominator end as denominator,
    targeted.previous_value,
    targeted.year_ago_value,
    cast(targeted.target_level as decimal(18, 4)) as target_level,
    targeted.target_operator,
    targeted.target_basis,
    targeted.target_status,
    completeness.completeness,
    case when not targeted.is_suppressed then targeted.bound_low end as bound_low,
    case when not targeted.is_suppressed then targeted.bound_high end as bound_high,
    targeted.is_suppressed,
    {{ build_id() }} as build_id
from targeted
inner join {{ ref('dim_org_unit') }} as units on units.unit_code = targeted.unit_code
inner join {{ ref('dim_indicator') }} as indicators on indicators.indicator_id = targeted.indicator_id
left join {{ ref('indicator_domains') }} as fed on fed.indicator_id = targeted.indicator_id
left join {{ ref('completeness') }} as completeness
    on completeness.domains = fed.domains and completeness.unit_code = targeted.unit_code
    and completeness.period = targeted.period
