-- Every target where it is tested: at the district all of them; at streets and federations the rates, which may be asked
-- of every unit, and the tests of each one. Where pieces are tested the value is that of the least of those that fail;
-- when none does, of those held to the whole level (a week with holidays is held to less), else of all. What is blank in
-- the figures is blank here.
with plan as (
    select * from {{ ref('plan_targets') }}
),

cells as (
    select
        cells.indicator_id, cells.unit_code, cells.unit_level, cells.period, cells.fold, cells.value,
        suppressions.unit_code is not null as is_suppressed
    from {{ ref('indicator_cells') }} as cells
    left join {{ ref('suppressions') }} as suppressions
        on suppressions.persons_measure = cells.persons_measure and suppressions.unit_code = cells.unit_code
        and suppressions.period = cells.period
    where cells.reading = 'as_was' and cells.grain = 'year'
        and (cells.unit_level = 'district' or cells.fold = 'ratio')
),

totals as (
    select
        plan.target_id, cells.unit_code, cells.unit_level, sum(cells.value) as value,
        max(cells.is_suppressed) as is_suppressed, cast(null as bigint) as units_tested, cast(null as bigint) as units_met
    from plan
    inner join cells on cells.indicator_id = plan.indicator_id and cells.period between plan.from_year and plan.to_year
    where plan.test in ('total', 'change', 'milestone')
    group by plan.target_id, cells.unit_code, cells.unit_level
),

pieces as (
    select
        pieces.*, units.level as unit_level,
        case when pieces.owed >= plan.level then pieces.value end as value_held_to_level
    from {{ ref('target_pieces') }} as pieces
    inner join plan on plan.target_id = pieces.target_id
    inner join {{ ref('org_unit_history') }} as units
        on units.unit_code = pieces.unit_code and units.valid_to = {{ last_day() }}
    where units.level <> 'outside'
),

tested as (
    select
        target_id, unit_code, unit_level,
        coalesce(min(case when not is_met then value end), min(value_held_to_level), min(value)) as value,
        false as is_suppressed, count(*) as units_tested, sum(case when is_met then 1 else 0 end) as units_met
    from pieces
    where unit_level <> 'district'
    group by target_id, unit_code, unit_level
    union all
    select
        pieces.target_id, district.unit_code, district.level,
        coalesce(min(case when not is_met then value end), min(value_held_to_level), min(value)),
        false, count(*), sum(case when is_met then 1 else 0 end)
    from pieces
    cross join {{ ref('org_unit_history') }} as district
    where district.level = 'district' and district.valid_to = {{ last_day() }}
    group by pieces.target_id, district.unit_code, district.level
),

found as (
    select * from totals
    union all
    select * from tested
),

-- A target of which nothing is known yet is a row as well: of the district.
reached as (
    select
        plan.*, coalesce(found.unit_code, district.unit_code) as unit_code,
        coalesce(found.unit_level, 'district') as unit_level,
        cast(found.value as decimal(18, 4)) as value, coalesce(found.is_suppressed, false) as is_suppressed,
        case
            when found.target_id is null and plan.test like 'each%' then 0
            else found.units_tested
        end as units_tested,
        case when found.target_id is null and plan.test like 'each%' then 0 else found.units_met end as units_met
    from plan
    cross join {{ ref('org_unit_history') }} as district
    left join found on found.target_id = plan.target_id
    where district.level = 'district' and district.valid_to = {{ last_day() }}
),

compared as (
    select reached.*, baselines.baseline
    from reached
    left join {{ ref('baselines') }} as baselines
        on baselines.indicator_id = reached.indicator_id and baselines.unit_code = reached.unit_code
        and baselines.reading = 'as_was'
)

{{ weighed('compared') }}
