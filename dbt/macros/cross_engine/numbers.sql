{# numerator / denominator as percent with four decimals, rounded half up, without a floating-point number on the way.
   DuckDB divides decimals into doubles, so it counts in whole hundredths instead; Spark's decimal division is exact. #}
{% macro percent(numerator, denominator) %}{{ return(adapter.dispatch('percent')(numerator, denominator)) }}{% endmacro %}

{% macro default__percent(numerator, denominator) -%}
case
            when {{ denominator }} > 0
                then cast(
                    (cast({{ numerator }} * 100 as hugeint) * 2000000 + cast({{ denominator }} * 100 as hugeint))
                    // (cast({{ denominator }} * 100 as hugeint) * 2) as decimal(18, 0)
                ) * cast('0.0001' as decimal(5, 4))
        end
{%- endmacro %}

{% macro spark__percent(numerator, denominator) -%}
case when {{ denominator }} > 0 then cast(round({{ numerator }} * 100 / {{ denominator }}, 4) as decimal(18, 4)) end
{%- endmacro %}

{# Parts of 'a+b' as rows with one column `part`. #}
{% macro parts_of(column, alias) %}{{ return(adapter.dispatch('parts_of')(column, alias)) }}{% endmacro %}
{% macro default__parts_of(column, alias) %}
lateral (select trim(unnest(string_split({{ column }}, '+'))) as part) as {{ alias }}
{% endmacro %}
{% macro spark__parts_of(column, alias) %}
lateral explode(split({{ column }}, '\\+')) as {{ alias }} (part)
{% endmacro %}

{# Last value of a column that is not null, in a named window that ends at the current row. #}
{% macro last_known(column, over) %}{{ return(adapter.dispatch('last_known')(column, over)) }}{% endmacro %}
{% macro default__last_known(column, over) %}last_value({{ column }} ignore nulls) over {{ over }}{% endmacro %}
{% macro spark__last_known(column, over) %}last_value({{ column }}, true) over {{ over }}{% endmacro %}
