-- The same by measure of the catalogue: a measure is a kind of delta, all sizes or one size band.
select
    measures.measure_id,
    measures.fold,
    leaf_days.unit_code,
    leaf_days.occurred_on,
    sum(leaf_days.amount) as amount
from {{ ref('leaf_days') }} as leaf_days
inner join {{ ref('measures') }} as measures
    on measures.delta_id = leaf_days.delta_id
    and (measures.size_band is null or measures.size_band = leaf_days.size_band)
group by measures.measure_id, measures.fold, leaf_days.unit_code, leaf_days.occurred_on
