{# Schemas are named as in the project file, without the target's own in front: marts are `marts` on every engine. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
