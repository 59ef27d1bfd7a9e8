{# A constant of the source: one row of the catalogue, which rules and measures read. #}
{% macro constant(indicator_id) -%}
(select constant_value from {{ ref('indicators') }} where indicator_id = '{{ indicator_id }}')
{%- endmacro %}
