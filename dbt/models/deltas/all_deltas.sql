-- Every measure delta, whatever its kind of entity: the drill-down under every figure.
{{ config(materialized='view') }}
{% set kinds = ['enterprise', 'membership', 'dispute', 'complaint', 'prelitigation', 'contract', 'activity', 'injury',
    'consultation', 'site', 'project'] %}
{%- for kind in kinds %}
select
    measure_id, entity_kind, entity_id, unit_code, size_band, occurred_on, recorded_at, delta, fact_id, position
from {{ ref('delta_' ~ kind) }}
{%- if not loop.last %} union all {%- endif %}
{%- endfor %}
