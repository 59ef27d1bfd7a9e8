-- Values of the baseline year, with which targets of growth compare. A figure that rests on no fact up to the end of
-- that year is not a value of nothing, it is no value.
with known as (
    select terms.indicator_id, min(leaves.occurred_on) as first_on
    from {{ ref('indicator_terms') }} as terms
    inner join {{ ref('leaf_measures') }} as leaves on leaves.measure_id = terms.measure_id
    group by terms.indicator_id
)

select cells.indicator_id, cells.unit_code, cells.reading, cells.value as baseline
from {{ ref('indicator_cells') }} as cells
inner join {{ ref('periods') }} as periods on periods.period = cells.period
inner join known on known.indicator_id = cells.indicator_id and known.first_on <= periods.last_on
left join {{ ref('suppressions') }} as suppressions
    on suppressions.persons_measure = cells.persons_measure and suppressions.unit_code = cells.unit_code
    and suppressions.period = cells.period
where
    cells.period = '{{ var("baseline_period") }}' and cells.value is not null
    -- What may not be shown may not be compared with either: growth over it would give it away.
    and suppressions.unit_code is null
