-- Every measure delta, whatever its kind of entity: the drill-down under every figure. One model a kind; what speaks
-- of another figure or of an exception counts for nothing, and some kinds have a second model for what is read
-- through them.
{{ config(materialized='view') }}
{% set nothing_to_count = ['total', 'waiver'] %}
{% set second_models = ['activity_audience', 'enterprise_reached', 'injury_recovery', 'project_kind', 'site_use'] %}
{%- for name in types_by_kind() | reject('in', nothing_to_count) | list + second_models %}
select
    measure_id, entity_kind, entity_id, unit_code, size_band, occurred_on, recorded_at, delta, fact_id, position
from {{ ref('delta_' ~ name) }}
{%- if not loop.last %} union all {%- endif %}
{%- endfor %}
