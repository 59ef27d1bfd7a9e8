-- One row an enterprise and interval [valid_from, valid_to) in which nothing about it changes, from its registration on.
-- Order on one day: rank of the event type. Natural keys hold the day of a head count and of a move, and sums commute,
-- so fact_id can only decide which fact a change is attributed to; arrival never decides.
{{ config(materialized='incremental', incremental_strategy='append', on_schema_change='fail',
          pre_hook="{{ replace_touched('enterprise', 'enterprise_code') }}") }}
with facts as (
    select
        enterprise_code, occurred_on, 0 as rank, fact_id, position, recorded_at, unit_code,
        cast(null as bigint) as headcount, 0 as own_union, 0 as federation, 0 as mechanism, false as is_new_form,
        occurred_on as registered_on, false as is_closed
    from {{ live('stg_enterprise_registered') }}
    where true {{ touched('enterprise', 'enterprise_code') }}
    union all
    select enterprise_code, occurred_on, 1, fact_id, position, recorded_at, null, headcount, 0, 0, 0, false, null, false
    from {{ live('stg_enterprise_headcount_reported') }}
    where true {{ touched('enterprise', 'enterprise_code') }}
    union all
    select enterprise_code, occurred_on, 2, fact_id, position, recorded_at, null, null, 0, 0, 0, true, null, false
    from {{ live('stg_enterprise_type_assigned') }}
    where type_code = 'new_form' {{ touched('enterprise', 'enterprise_code') }}
    union all
    select
        enterprise_code, occurred_on, 3 + ends, fact_id, position, recorded_at, null, null,
        case when cover = 'own_union' then 1 - 2 * ends else 0 end,
        case when cover = 'federation' then 1 - 2 * ends else 0 end,
        case when cover = 'mechanism' then 1 - 2 * ends else 0 end,
        false, null, false
    from {{ ref('enterprise_covers') }}
    where true {{ touched('enterprise', 'enterprise_code') }}
    union all
    select enterprise_code, occurred_on, 5, fact_id, position, recorded_at, moved_to_unit_code, null, 0, 0, 0, false, null, false
    from {{ live('stg_enterprise_moved') }}
    where true {{ touched('enterprise', 'enterprise_code') }}
    union all
    select enterprise_code, occurred_on, 6, fact_id, position, recorded_at, null, null, 0, 0, 0, false, null, true
    from {{ live('stg_enterprise_closed') }}
    where true {{ touched('enterprise', 'enterprise_code') }}
),

folded as (
    select
        enterprise_code,
        occurred_on as valid_from,
        coalesce(lead(occurred_on) over so_far, {{ last_day() }}) as valid_to,
        {{ last_known('unit_code', 'so_far') }} as unit_code,
        {{ last_known('headcount', 'so_far') }} as headcount,
        sum(own_union) over so_far as own_unions,
        sum(federation) over so_far as federations,
        sum(mechanism) over so_far as mechanisms,
        max(is_new_form) over so_far as is_new_form,
        max(registered_on) over so_far as registered_on,
        max(is_closed) over so_far as is_closed,
        fact_id,
        position,
        recorded_at
    from facts
    window so_far as (
        partition by enterprise_code order by occurred_on, rank, fact_id
        rows between unbounded preceding and current row
    )
),

named as (
    select
        enterprise_code,
        valid_from,
        valid_to,
        -- Where it sat before it was registered is where it was registered.
        case when valid_from = registered_on then {{ first_day() }} else valid_from end as place_from,
        unit_code,
        headcount,
        {{ size_band('headcount') }} as size_band,
        case when own_unions > 0 then 'own_union' when federations > 0 then 'federation' else 'none' end as coverage,
        own_unions > 0 and federations > 0 as is_under_two,
        is_new_form,
        mechanisms > 0 as has_mechanism,
        is_closed,
        fact_id,
        position,
        recorded_at
    from folded
    where registered_on is not null and valid_from < valid_to
)

select * from named
