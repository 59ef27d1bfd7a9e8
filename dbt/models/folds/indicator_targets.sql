-- The one target that an indicator is drawn against: of those that set a level or ask for growth, the earliest due.
-- A test of each one is drawn at the level of what it tests: only the streets are units with figures of their own.
with ranked as (
    select
        target_id, indicator_id, operator, value_basis, level, target_value, tolerance, is_change, test, pace, is_flow,
        starts_on, ends_on, from_year, to_year,
        row_number() over (partition by indicator_id order by due, target_id) as nth
    from {{ ref('plan_targets') }}
    where
        (level is not null or value_basis = 'baseline_direction')
        and test in ('total', 'change', 'each_street')
)

select
    target_id, indicator_id, operator, value_basis, level, target_value, tolerance, is_change, test, pace, is_flow,
    starts_on, ends_on, from_year, to_year
from ranked
where nth = 1
