-- An injury case (one unit, person, injury) counts at its first visit in each calendar year, so that months add up to
-- the year and units to the district (details 20). Consolation counts on the day it is paid.
{{ config(pre_hook="{{ replace_touched('injury') }}") }}
with visits as (
    select
        member_id, injured_on, coalesce(unit_code, source) as unit_code, occurred_on, fact_id, position, recorded_at,
        row_number() over (
            partition by member_id, injured_on, coalesce(unit_code, source), extract(year from occurred_on)
            order by occurred_on, fact_id
        ) as visit_of_year
    from {{ live('stg_injured_worker_visited') }}
    where true {{ touched('injury', 'member_id') }}
),

consoled as (
    select
        member_id, injured_on, coalesce(unit_code, source) as unit_code, occurred_on, fact_id, position, recorded_at,
        consolation_yuan
    from {{ live('stg_consolation_paid') }}
    where true {{ touched('injury', 'member_id') }}
),

counted as (
    select
        'injured_visited' as measure_id, member_id, unit_code, occurred_on, fact_id, position, recorded_at, 1 as delta
    from visits
    where visit_of_year = 1
    union all
    select 'injury_visits', member_id, unit_code, occurred_on, fact_id, position, recorded_at, 1
    from visits
    union all
    select 'injured_consoled', member_id, unit_code, occurred_on, fact_id, position, recorded_at, 1
    from consoled
    union all
    select 'consolation_yuan', member_id, unit_code, occurred_on, fact_id, position, recorded_at, consolation_yuan
    from consoled
)

select
    measure_id,
    'injury' as entity_kind,
    member_id as entity_id,
    unit_code,
    cast(null as {{ dbt.type_string() }}) as size_band,
    occurred_on,
    recorded_at,
    cast(delta as decimal(18, 2)) as delta,
    fact_id,
    position
from counted
