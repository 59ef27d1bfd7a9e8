-- The drill-down under every figure: signed changes of measures by entity, unit and day. Not copied, so that a build
-- writes each delta once; PostgreSQL keeps it in schema evidence, closed to Superset.
{{ config(materialized='view') }}
with deltas as (
    select * from {{ ref('all_deltas') }}
)

select
    measure_id,
    entity_kind,
    entity_id,
    unit_code,
    size_band,
    occurred_on,
    recorded_at,
    delta,
    fact_id,
    position,
    {{ build_id() }} as build_id
from deltas
