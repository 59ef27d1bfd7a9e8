-- Leaf units for which nobody reported a business domain in a month. Who speaks for a leaf is the nearest unit on the
-- map of that month, itself included, that had to report the domain: a park federation's community, the successor of a
-- merged unit. A waived hand-in is not missing, but what it would have said is unknown all the same.
with speakers as (
    select
        closure.descendant_code as unit_code, owed.month_on, owed.domain, owed.state,
        row_number() over (
            partition by closure.descendant_code, owed.month_on, owed.domain order by closure.distance
        ) as nth
    from {{ ref('domain_expectations') }} as owed
    inner join {{ ref('org_closure') }} as closure
        on closure.ancestor_code = owed.unit_code
        and closure.valid_from <= owed.last_on and owed.last_on < closure.valid_to
)

select unit_code, month_on, domain
from speakers
where nth = 1 and state in ('missing', 'waived')
