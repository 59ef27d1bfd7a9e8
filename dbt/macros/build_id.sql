{# The build that a row of a mart belongs to; always the last column. #}
{% macro build_id() %}cast('{{ var("build_id") }}' as {{ dbt.type_string() }}){% endmacro %}
