-- One row a union body and interval [valid_from, valid_to): name, parent, whether it still reports.
-- A merged unit stays in the tree as child of its successor, a split one as child of its principal successor.
with facts as (
    select
        unit_code, occurred_on, 0 as rank, fact_id, unit_name, level, parent_code, official_order, is_reporting,
        occurred_on as registered_on, period as registered_period, cast(null as date) as closed_on
    from {{ live('stg_org_unit_registered') }}
    union all
    select unit_code, occurred_on, 1, fact_id, new_name, null, null, null, null, null, null, null
    from {{ live('stg_org_unit_renamed') }}
    union all
    select unit_code, occurred_on, 2, fact_id, null, null, new_parent_code, null, null, null, null, null
    from {{ live('stg_org_unit_moved') }}
    union all
    select unit_code, occurred_on, 3, fact_id, null, null, principal_successor_code, null, null, null, null, occurred_on
    from {{ live('stg_org_unit_split') }}
    union all
    select unit_code, occurred_on, 4, fact_id, null, null, merged_into_code, null, null, null, null, occurred_on
    from {{ live('stg_org_unit_merged') }}
    union all
    select unit_code, occurred_on, 5, fact_id, null, null, null, null, null, null, null, occurred_on
    from {{ live('stg_org_unit_closed') }}
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
        partition by unit_code order by occurred_on, rank, fact_id
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
