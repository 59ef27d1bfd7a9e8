-- Union bodies by level from registration to the day they close, merge or split; those that ordered from the menu
-- and the federations that are paired, from the first time on. A body counts at itself, so shares of bodies add up
-- the tree.
{{ config(pre_hook="{{ replace_touched('unit') }}") }}
with registered as (
    select unit_code, level, is_reporting, occurred_on, recorded_at, fact_id, position
    from {{ live('stg_org_unit_registered') }}
    where level <> 'outside' {{ touched('unit', 'unit_code') }}
),

ended as (
    select
        unit_code, occurred_on, recorded_at, fact_id, position,
        row_number() over (partition by unit_code order by occurred_on, fact_id) as nth
    from (
        select unit_code, occurred_on, recorded_at, fact_id, position from {{ live('stg_org_unit_closed') }}
        union all
        select unit_code, occurred_on, recorded_at, fact_id, position from {{ live('stg_org_unit_merged') }}
        union all
        select unit_code, occurred_on, recorded_at, fact_id, position from {{ live('stg_org_unit_split') }}
    ) as ends
),

reached as (
    select 'units_' || level as measure_id, unit_code, occurred_on, recorded_at, fact_id, position
    from registered
    union all
    select 'units_reporting', unit_code, occurred_on, recorded_at, fact_id, position
    from registered
    where is_reporting
    union all
    select 'units_that_ordered', registered.unit_code, orders.occurred_on, orders.recorded_at, orders.fact_id,
        orders.position
    from {{ live('stg_training_menu_item_ordered') }} as orders
    inner join registered on registered.unit_code = coalesce(orders.unit_code, orders.source)
    where registered.is_reporting
    union all
    select 'federations_paired', registered.unit_code, pairings.occurred_on, pairings.recorded_at, pairings.fact_id,
        pairings.position
    from {{ live('stg_pairing_agreed') }} as pairings
    inner join registered on registered.unit_code = pairings.unit_code and registered.level = 'federation'
),

ranked as (
    select
        reached.*, ended.occurred_on as ended_on, ended.recorded_at as end_recorded_at, ended.fact_id as end_fact_id,
        ended.position as end_position,
        row_number() over (
            partition by reached.measure_id, reached.unit_code order by reached.occurred_on, reached.fact_id
        ) as nth_time
    from reached
    left join ended on ended.unit_code = reached.unit_code and ended.nth = 1
),

signed as (
    select measure_id, unit_code, occurred_on, recorded_at, 1 as sign, fact_id, position
    from ranked
    where nth_time = 1
    union all
    select measure_id, unit_code, greatest(ended_on, occurred_on), end_recorded_at, -1, end_fact_id, end_position
    from ranked
    where nth_time = 1 and ended_on is not null
)

select
    measure_id,
    'unit' as entity_kind,
    unit_code as entity_id,
    unit_code,
    cast(null as {{ dbt.type_string() }}) as size_band,
    occurred_on,
    recorded_at,
    cast(sign as decimal(18, 2)) as delta,
    fact_id,
    position
from signed
