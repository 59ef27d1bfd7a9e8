-- All deltas summed by leaf unit and day: the only fold that reads them all.
select
    measure_id as delta_id,
    size_band,
    unit_code,
    occurred_on,
    sum(delta) as amount
from {{ ref('all_deltas') }}
group by measure_id, size_band, unit_code, occurred_on
having sum(delta) <> 0
