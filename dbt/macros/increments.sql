{# Increments are driven by arrival: the range (from_position, to_position] that the build step hands over. #}

{# A build that failed half-way left rows beyond the watermark; the next one takes them out before it appends again. #}
{% macro forget_beyond_watermark() %}
    {%- if is_incremental() -%}
    delete from {{ this }} where position > {{ var('from_position') }}
    {%- endif -%}
{% endmacro %}


{# Live facts of a staging model: neither retracted nor superseded. #}
{% macro live(model) -%}
(
        select events.*
        from {{ ref(model) }} as events
        left join {{ ref('stg_superseded_positions') }} as superseded on superseded.superseded_position = events.position
        where superseded.superseded_position is null and events.action <> 'retracted'
    )
{%- endmacro %}


{# Before a delta or state model appends: all rows of every entity touched in the range go. #}
{% macro replace_touched(kind, column='entity_id') %}
    {%- set entities = ref('touched_entities') -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where {{ column }} in (select entity_id from {{ entities }} where entity_kind = '{{ kind }}')
    {%- endif -%}
{% endmacro %}


{# … and only those are computed again. An empty string on a full build. #}
{% macro touched(kind, column) %}
    {%- set entities = ref('touched_entities') -%}
    {%- if is_incremental() -%}
    and {{ column }} in (select entity_id from {{ entities }} where entity_kind = '{{ kind }}')
    {%- endif -%}
{% endmacro %}
