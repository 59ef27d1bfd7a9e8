-- The catalogue taken apart: one row an indicator, part (numerator, denominator) and measure.
with parts as (
    select indicators.indicator_id, 'numerator' as part, terms.part as measure_id
    from {{ ref('indicators') }} as indicators
    cross join {{ parts_of('indicators.numerator', 'terms') }}
    union all
    select indicators.indicator_id, 'denominator', terms.part
    from {{ ref('indicators') }} as indicators
    cross join {{ parts_of('indicators.denominator', 'terms') }}
)

select
    parts.indicator_id,
    parts.part,
    parts.measure_id,
    measures.fold,
    measures.persons_measure,
    measures.finest_level,
    measures.finest_period
from parts
left join {{ ref('measures') }} as measures on measures.measure_id = parts.measure_id
