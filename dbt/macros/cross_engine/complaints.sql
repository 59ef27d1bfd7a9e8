{# Stop with a sentence that the data give; true is never reached. In a filter, so that no engine leaves it out. #}
{% macro complain(column) %}{{ return(adapter.dispatch('complain')(column)) }}{% endmacro %}
{% macro default__complain(column) %}error({{ column }}) is null{% endmacro %}
{% macro spark__complain(column) %}raise_error({{ column }}) is null{% endmacro %}

{# One text of all rows. #}
{% macro joined_text(column, by) %}{{ return(adapter.dispatch('joined_text')(column, by)) }}{% endmacro %}
{% macro default__joined_text(column, by) %}string_agg({{ column }}, '{{ by }}'){% endmacro %}
{% macro spark__joined_text(column, by) %}nullif(array_join(collect_list({{ column }}), '{{ by }}'), ''){% endmacro %}
