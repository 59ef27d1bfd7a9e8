-- Leaf units for which nobody reported in a month. Who speaks for a leaf is the nearest unit on the map of that month,
-- itself included, that had to report: a park federation's community, a merged or split unit's successor.
with speakers as (
    select
        closure.descendant_code as unit_code, expectations.month_on, expectations.is_received,
        row_number() over (
            partition by closure.descendant_code, expectations.month_on order by closure.distance
        ) as nth
    from {{ ref('expectations') }} as expectations
    inner join {{ ref('months') }} as months on months.month_on = expectations.month_on
    inner join {{ ref('org_closure') }} as closure
        on closure.ancestor_code = expectations.unit_code
        and closure.valid_from <= months.last_on and months.last_on < closure.valid_to
)

select unit_code, month_on
from speakers
where nth = 1 and not is_received
