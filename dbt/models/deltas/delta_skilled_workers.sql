-- Skilled workers as a unit last reported them: each report counts for the difference to the one before.
{{ config(pre_hook="{{ replace_touched('skilled_workers') }}") }}
with reported as (
    select
        unit_code, occurred_on, recorded_at, fact_id, position, skilled_workers,
        coalesce(lag(skilled_workers) over (partition by unit_code order by occurred_on, fact_id), 0) as before
    from {{ live('stg_skilled_workers_reported') }}
    where true {{ touched('skilled_workers', 'unit_code') }}
)

select
    'skilled_workers' as measure_id,
    'skilled_workers' as entity_kind,
    unit_code as entity_id,
    unit_code,
    cast(null as {{ dbt.type_string() }}) as size_band,
    occurred_on,
    recorded_at,
    cast(skilled_workers - before as decimal(18, 2)) as delta,
    fact_id,
    position
from reported
