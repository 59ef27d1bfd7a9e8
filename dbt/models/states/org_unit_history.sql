-- One row a union body and interval [valid_from, valid_to): name, parent, whether it still reports.
-- A merged unit stays in the tree as child of its successor, a split one as child of its principal successor.
with facts as (
    select changes.*
    from {{ ref('org_unit_changes') }} as changes
    left join {{ ref('org_unit_circles') }} as circles on circles.fact_id = changes.fact_id
    where circles.fact_id is null
),

folded as (
    select
        unit_code,
        {{ last_known('unit_name', 'so_far') }} as unit_name,
        {{ last_known('level', 'so_far') }} as level,
        {{ last_known('parent_code', 'so_far') }} as parent_code,
        {{ last_known('official_order', 'so_far') }} as official_order,
        {{ last_known('is_reporting', 'so_far') }} as is_reporting,
        max(registered_on) over so_far as registered_on,
        max(registered_period) over so_far as registered_period,
        min(closed_on) over so_far as closed_on,
        occurred_on as valid_from,
        coalesce(lead(occurred_on) over so_far, {{ last_day() }}) as valid_to
    from facts
    window so_far as (
        partition by unit_code order by occurred_on, rank, move_no, fact_id
        rows between unbounded preceding and current row
    )
)

select
    unit_code,
    unit_name,
    level,
    parent_code,
    official_order,
    is_reporting,
    registered_on,
    registered_period,
    closed_on,
    valid_from,
    valid_to,
    -- The tree is asked about days before anybody kept a register: the first known parent holds for them too.
    case when valid_from = registered_on then {{ first_day() }} else valid_from end as map_from
from folded
where registered_on is not null and valid_from < valid_to
