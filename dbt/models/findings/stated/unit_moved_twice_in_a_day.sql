-- Two changes of one unit's parent on one day: the last of the day holds, each earlier one has an empty interval and
-- moves nothing (details 17). Whoever reported them says which was meant.
with ordered as (
    select
        fact_id, unit_code, source, period, occurred_on, parent_code,
        row_number() over (
            partition by unit_code, occurred_on order by rank desc, move_no desc, fact_id desc
        ) as nth_from_last,
        first_value(parent_code) over (
            partition by unit_code, occurred_on order by rank desc, move_no desc, fact_id desc
        ) as parent_that_holds
    from {{ ref('org_unit_changes') }}
    where rank in (2, 3, 4)
)

select
    fact_id,
    source as owner_unit_code,
    unit_code,
    period,
    occurred_on,
    parent_code,
    parent_that_holds,
    '同一天有两次划转、合并或分设，以当日最后一次为准，本次不起作用' as reason_zh,
    'two changes of parent on one day: the last one holds, this one has no effect' as reason_en,
    '请核对当日次序；多余的一次请用更正报送撤销' as remedy_zh,
    'check the order of the day; take the superfluous one back with a 更正' as remedy_en
from ordered
where nth_from_last > 1
