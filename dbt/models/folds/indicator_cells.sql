-- Every indicator × unit × period × reading before anything is blanked; children add up to their parents here.
-- `people` is the number of persons behind the cell where the catalogue says that it is about persons.
with indicators as (
    select
        indicators.indicator_id, indicators.fold, indicators.constant_value, indicators.has_bounds,
        indicators.finest_level as shown_level,
        coalesce(max(terms.fold = 'flow'), false) as needs_flows,
        {%- for column in ['persons_measure', 'finest_level', 'finest_period'] %}
        -- The people of a share are those above the line.
        coalesce(max(case when terms.part = 'numerator' then terms.{{ column }} end), max(terms.{{ column }}))
            as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('indicators') }} as indicators
    left join {{ ref('indicator_terms') }} as terms on terms.indicator_id = indicators.indicator_id
    group by
        indicators.indicator_id, indicators.fold, indicators.constant_value, indicators.has_bounds,
        indicators.finest_level
),

units as (
    select unit_code, level as unit_level
    from {{ ref('org_unit_history') }}
    where valid_to = {{ last_day() }} and level <> 'outside'
),

grid as (
    select
        indicators.*, units.unit_code, units.unit_level, periods.period, periods.grain, readings.reading
    from indicators
    cross join units
    cross join {{ ref('periods') }} as periods
    cross join (values ('as_was'), ('today')) as readings (reading)
    where
        (periods.has_flows or not indicators.needs_flows)
        -- Finer than the catalogue says an indicator means nothing: there is no cell.
        and (
            units.unit_level = 'district' or indicators.shown_level = 'federation'
            or indicators.shown_level = units.unit_level
        )
),

folded as (
    select
        terms.indicator_id, measured.unit_code, measured.period, measured.reading,
        sum(case when terms.part = 'numerator' then measured.amount else 0 end) as numerator,
        sum(case when terms.part = 'denominator' then measured.amount else 0 end) as denominator,
        sum(case when terms.part = 'numerator' and measured.amount > 0 then 1 else 0 end) as named_items
    from {{ ref('measure_values') }} as measured
    inner join {{ ref('indicator_terms') }} as terms on terms.measure_id = measured.measure_id
    group by terms.indicator_id, measured.unit_code, measured.period, measured.reading
),

filled as (
    select
        grid.*,
        case
            when grid.fold = 'constant' then grid.constant_value
            -- Of the named things those that there are, each once.
            when grid.fold = 'named_items' then coalesce(folded.named_items, 0)
            when grid.fold = 'latest_value' then folded.numerator
            else coalesce(folded.numerator, 0)
        end as numerator,
        case when grid.fold = 'ratio' then coalesce(folded.denominator, 0) end as denominator,
        coalesce(silence.silent_numerator, 0) as silent_numerator,
        coalesce(silence.silent_denominator, 0) as silent_denominator,
        case when grid.persons_measure is not null then coalesce(persons.amount, 0) end as people
    from grid
    left join folded
        on folded.indicator_id = grid.indicator_id and folded.unit_code = grid.unit_code
        and folded.period = grid.period and folded.reading = grid.reading
    left join {{ ref('silent_terms') }} as silence
        on silence.indicator_id = grid.indicator_id and silence.unit_code = grid.unit_code
        and silence.period = grid.period and silence.reading = grid.reading
    left join {{ ref('measure_values') }} as persons
        on persons.measure_id = grid.persons_measure and persons.unit_code = grid.unit_code
        and persons.period = grid.period and persons.reading = grid.reading
)

select
    indicator_id, fold, unit_code, unit_level, period, grain, reading,
    -- Both branches cast: a sum is decimal(38, 2), and the common type of the two would round a ratio to two decimals.
    case
        when fold = 'ratio' then cast({{ percent('numerator', 'denominator') }} as decimal(18, 4))
        else cast(numerator as decimal(18, 4))
    end as value,
    cast(case when fold in ('flow', 'stock', 'ratio') then numerator end as decimal(18, 4)) as numerator,
    cast(denominator as decimal(18, 4)) as denominator,
    cast(case when has_bounds then {{ percent('(numerator - silent_numerator)', 'denominator') }} end as decimal(18, 4))
        as bound_low,
    cast(case when has_bounds
        then {{ percent('(numerator - silent_numerator + silent_denominator)', 'denominator') }} end as decimal(18, 4))
        as bound_high,
    people,
    persons_measure,
    finest_level,
    finest_period
from filled
