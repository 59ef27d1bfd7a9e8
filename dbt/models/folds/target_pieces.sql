-- Tests of each one of something, a row a piece and unit: every street, pilot, batch, site of the district, or every one
-- of the last closed weeks of each federation that the weekly rule binds. A sum of the district is not enough. `owed` is
-- what the piece is held to: the level, or of a week what weekly_321_owed says; an exempt week is no piece.
with each_one as (
    select * from {{ ref('plan_targets') }} where test in ('each_street', 'each_pilot', 'each_batch', 'each_site', 'each_week')
),

-- A street that was closed or merged by then holds no ceremony any more.
streets as (
    select
        plan.target_id, cells.unit_code, cells.unit_code as piece_id, sum(cells.value) as value
    from each_one as plan
    inner join {{ ref('indicator_cells') }} as cells
        on cells.indicator_id = plan.indicator_id and cells.period between plan.from_year and plan.to_year
    inner join {{ ref('org_unit_history') }} as body
        on body.unit_code = cells.unit_code and body.valid_to = {{ last_day() }}
        and (body.closed_on is null or body.closed_on > plan.as_of_on)
    where
        plan.test = 'each_street' and cells.grain = 'year' and cells.reading = 'as_was'
        and cells.unit_level = 'street'
    group by plan.target_id, cells.unit_code
),

changes as (
    select
        measure_id as delta_id, unit_code, entity_id, occurred_on, sum(delta) as amount
    from {{ ref('all_deltas') }}
    where measure_id in (select tested_delta from each_one union select population_delta from each_one)
    group by measure_id, unit_code, entity_id, occurred_on
),

-- A pilot is a unit, a batch or a site an entity; batches are those of the year, the others those that stand.
placed as (
    select
        plan.target_id,
        changes.unit_code,
        case when plan.test = 'each_pilot' then changes.unit_code else changes.entity_id end as piece_id,
        sum(case when changes.delta_id = plan.population_delta then changes.amount else 0 end) as standing,
        sum(case when changes.delta_id = plan.tested_delta then changes.amount else 0 end) as value
    from each_one as plan
    inner join changes
        on changes.delta_id in (plan.tested_delta, plan.population_delta) and changes.occurred_on <= plan.as_of_on
        and (plan.test <> 'each_batch' or extract(year from changes.occurred_on) = extract(year from plan.as_of_on))
    where plan.test in ('each_pilot', 'each_batch', 'each_site')
    group by
        plan.target_id, changes.unit_code,
        case when plan.test = 'each_pilot' then changes.unit_code else changes.entity_id end
),

weeks as (
    select plan.target_id, plan.tested_delta, plan.tested_as, owed.unit_code, owed.week_on, owed.owed
    from each_one as plan
    cross join {{ closed_weeks('plan.as_of_on', var('weeks_tested'), 'closed') }}
    inner join {{ ref('weekly_321_owed') }} as owed
        on owed.quota_id = plan.held_to and owed.week_on = closed.week_on and owed.treatment <> 'exempt'
    where plan.test = 'each_week'
),

weekly as (
    select
        weeks.target_id, weeks.unit_code, cast(weeks.week_on as {{ dbt.type_string() }}) as piece_id,
        case
            when weeks.tested_as = 'days' then count(distinct case when changes.amount > 0 then changes.occurred_on end)
            else coalesce(sum(changes.amount), 0)
        end as value,
        weeks.owed
    from weeks
    left join changes
        on changes.delta_id = weeks.tested_delta and changes.unit_code = weeks.unit_code
        and changes.occurred_on between weeks.week_on and {{ add_days('weeks.week_on', 6) }}
    group by weeks.target_id, weeks.unit_code, weeks.week_on, weeks.tested_as, weeks.owed
),

pieces as (
    select *, null as owed from streets
    union all
    select target_id, unit_code, piece_id, value, null from placed where standing > 0
    union all
    select * from weekly
),

held_to as (
    select
        pieces.target_id, pieces.unit_code, pieces.piece_id, pieces.value, plan.operator, plan.tolerance,
        coalesce(pieces.owed, plan.level) as owed
    from pieces
    inner join {{ ref('plan_targets') }} as plan on plan.target_id = pieces.target_id
)

select
    target_id, unit_code, piece_id, cast(value as decimal(18, 4)) as value, cast(owed as decimal(18, 4)) as owed,
    {{ meets('held_to.value', 'held_to.operator', 'held_to.owed', 'held_to.tolerance') }} as is_met
from held_to
