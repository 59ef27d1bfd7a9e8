-- What each unit counts itself, those below it left out, with the street and the federation it belongs to: added up over a
-- federation, a street or everything it gives the figure of that federation, street or the district, on both maps. By
-- year. Only what is told down to federations and is not about persons: nothing blanked can be had by taking it apart.
with indicators as (
    select indicators.indicator_id, indicators.fold, max(terms.fold = 'flow') as needs_flows
    from {{ ref('indicators') }} as indicators
    inner join {{ ref('indicator_terms') }} as terms on terms.indicator_id = indicators.indicator_id
    where indicators.fold in ('flow', 'stock', 'ratio') and indicators.finest_level = 'federation'
    group by indicators.indicator_id, indicators.fold
    having max(terms.persons_measure) is null
),

years as (
    select * from {{ ref('periods') }} where grain = 'year'
),

dated as (
    select flows.measure_id, flows.unit_code, flows.occurred_on as counted_on, years.period, flows.amount
    from {{ ref('leaf_measures') }} as flows
    inner join {{ ref('months') }} as months on flows.occurred_on between months.month_on and months.last_on
    inner join years on months.month_on between years.first_on and years.last_on
    where flows.fold = 'flow'
    union all
    select stocks.measure_id, stocks.unit_code, stocks.last_on, years.period, stocks.amount
    from {{ ref('leaf_stocks') }} as stocks
    inner join years on years.stock_month_on = stocks.month_on
    where stocks.amount <> 0
),

folded as (
    select
        terms.indicator_id, dated.unit_code, places.street_code, places.federation_code, dated.period, readings.reading,
        sum(case when terms.part = 'numerator' then dated.amount else 0 end) as numerator,
        sum(case when terms.part = 'denominator' then dated.amount else 0 end) as denominator
    from dated
    inner join {{ ref('indicator_terms') }} as terms on terms.measure_id = dated.measure_id
    cross join (values ('as_was'), ('today')) as readings (reading)
    inner join {{ ref('unit_places') }} as places
        on places.unit_code = dated.unit_code
        and case
            when readings.reading = 'today' then places.valid_to = {{ last_day() }}
            else places.valid_from <= dated.counted_on and dated.counted_on < places.valid_to
        end
    group by
        terms.indicator_id, dated.unit_code, places.street_code, places.federation_code, dated.period, readings.reading
),

-- Nothing counted is a row as well: whoever looks for the communities without a contract must find them. One row a place:
-- a unit that was renamed, or came back to where it was, has several intervals in it.
grid as (
    select distinct
        indicators.*, places.unit_code, places.street_code, places.federation_code, years.period, years.grain,
        years.first_on, readings.reading
    from indicators
    cross join {{ ref('unit_places') }} as places
    cross join years
    cross join (values ('as_was'), ('today')) as readings (reading)
    where
        (years.has_flows or not indicators.needs_flows)
        and case
            when readings.reading = 'today' then places.valid_to = {{ last_day() }}
            else places.valid_from <= years.read_on and places.valid_to > years.first_on
        end
)

select
    grid.indicator_id,
    grid.unit_code,
    grid.period,
    grid.reading,
    grid.grain as period_grain,
    grid.first_on,
    units.unit_name,
    grid.street_code,
    -- Superset has no empty name to click on: a desk of its own is called what it is.
    case
        when grid.street_code is not null then streets.unit_name
        when grid.federation_code is null then '区本级'
        else '区直属'
    end as street_name,
    grid.federation_code,
    case
        when grid.federation_code is not null then federations.unit_name
        when grid.street_code is not null then '街道本级'
        else '区本级'
    end as federation_name,
    units.official_order as unit_order,
    streets.official_order as street_order,
    catalogue.name_zh as indicator_name_zh,
    catalogue.name_en as indicator_name_en,
    catalogue.domain,
    catalogue.unit_zh,
    catalogue.decimals,
    case when grid.fold <> 'ratio' then cast(coalesce(folded.numerator, 0) as decimal(18, 4)) end as value,
    case when grid.fold = 'ratio' then cast(coalesce(folded.numerator, 0) as decimal(18, 4)) end as numerator,
    case when grid.fold = 'ratio' then cast(coalesce(folded.denominator, 0) as decimal(18, 4)) end as denominator,
    {{ build_id() }} as build_id
from grid
left join folded
    on folded.indicator_id = grid.indicator_id and folded.unit_code = grid.unit_code
    and folded.street_code is not distinct from grid.street_code
    and folded.federation_code is not distinct from grid.federation_code and folded.period = grid.period and folded.reading = grid.reading
inner join {{ ref('dim_org_unit') }} as units on units.unit_code = grid.unit_code
left join {{ ref('dim_org_unit') }} as streets on streets.unit_code = grid.street_code
left join {{ ref('dim_org_unit') }} as federations on federations.unit_code = grid.federation_code
inner join {{ ref('dim_indicator') }} as catalogue on catalogue.indicator_id = grid.indicator_id
