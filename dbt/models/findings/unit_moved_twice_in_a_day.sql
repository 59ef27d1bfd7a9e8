-- Two changes of one unit's parent on one day: the last of the day holds, each earlier one has an empty interval and
-- moves nothing (details 17). Whoever reported them says which was meant.
with ordered as (
    select
        fact_id, unit_code, source, submission_id, period, occurred_on, parent_code,
        row_number() over (
            partition by unit_code, occurred_on order by rank desc, move_no desc, fact_id desc
        ) as nth_from_last,
        row_number() over (partition by unit_code, occurred_on order by rank, move_no, fact_id) as nth,
        first_value(parent_code) over (
            partition by unit_code, occurred_on order by rank desc, move_no desc, fact_id desc
        ) as parent_that_holds
    from {{ ref('org_unit_changes') }}
    where rank in (2, 3, 4)
)

select
    unit_code || ' ' || occurred_on || '/' || nth as subject,
    source as unit_code,
    period,
    occurred_on as breached_on,
    submission_id,
    fact_id,
    unit_code as unit_that_moves,
    parent_code,
    parent_that_holds,
    unit_code || ' ' || occurred_on || '/' || nth || '归到' || parent_code || '不起作用：同一天又归到'
    || parent_that_holds || '，以当日最后一次为准' as wrong_zh,
    unit_code || ' ' || occurred_on || '/' || nth || ': the change to ' || parent_code
    || ' has no effect; the same day it went to ' || parent_that_holds
    || ', and the last change of a day holds' as wrong_en
from ordered
where nth_from_last > 1
