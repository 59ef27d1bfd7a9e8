{# Words for time that differ between engines. The first and the last day stand for "always" and "not yet". #}
{% macro first_day() %}cast('0001-01-01' as date){% endmacro %}
{% macro last_day() %}cast('9999-12-31' as date){% endmacro %}

{% macro next_day(column) %}{{ return(adapter.dispatch('next_day')(column)) }}{% endmacro %}
{% macro default__next_day(column) %}cast({{ column }} + interval 1 day as date){% endmacro %}
{% macro spark__next_day(column) %}date_add({{ column }}, 1){% endmacro %}

{# Months from one day to a later one as rows of one column `month_on` (alias of the derived table given). #}
{% macro months_between(first, last, alias) %}{{ return(adapter.dispatch('months_between')(first, last, alias)) }}{% endmacro %}
{% macro default__months_between(first, last, alias) %}
lateral (select unnest(generate_series({{ first }}, {{ last }}, interval 1 month)) as month_on) as {{ alias }}
{% endmacro %}
{% macro spark__months_between(first, last, alias) %}
lateral explode(sequence({{ first }}, {{ last }}, interval 1 month)) as {{ alias }} (month_on)
{% endmacro %}

{# The day in Asia/Shanghai of an instant kept in UTC; China has had no summer time since 1991. #}
{% macro shanghai_day(column) %}{{ return(adapter.dispatch('shanghai_day')(column)) }}{% endmacro %}
{% macro default__shanghai_day(column) %}cast({{ column }} + interval 8 hour as date){% endmacro %}
{% macro spark__shanghai_day(column) %}to_date({{ column }} + interval 8 hours){% endmacro %}

{# '2022-03' of a day. #}
{% macro month_label(column) %}{{ return(adapter.dispatch('month_label')(column)) }}{% endmacro %}
{% macro default__month_label(column) %}strftime({{ column }}, '%Y-%m'){% endmacro %}
{% macro spark__month_label(column) %}date_format({{ column }}, 'yyyy-MM'){% endmacro %}

{% macro add_months(column, n) %}{{ return(adapter.dispatch('add_months')(column, n)) }}{% endmacro %}
{% macro default__add_months(column, n) %}cast({{ column }} + interval ({{ n }}) month as date){% endmacro %}
{% macro spark__add_months(column, n) %}add_months({{ column }}, {{ n }}){% endmacro %}

{% macro add_days(column, n) %}{{ return(adapter.dispatch('add_days')(column, n)) }}{% endmacro %}
{% macro default__add_days(column, n) %}cast({{ column }} + ({{ n }}) as date){% endmacro %}
{% macro spark__add_days(column, n) %}date_add({{ column }}, {{ n }}){% endmacro %}

{# Monday of the ISO week of a day. #}
{% macro monday_of(column) %}cast(date_trunc('week', {{ column }}) as date){% endmacro %}

{# '2022-W07' of a Monday: an ISO week belongs to the year of its Thursday. #}
{% macro week_label(monday) -%}
extract(year from {{ add_days(monday, 3) }}) || '-W' || lpad(cast(extract(week from {{ monday }}) as {{ dbt.type_string() }}), 2, '0')
{%- endmacro %}

{# Mondays from one Monday to a day as rows of one column `week_on`. #}
{% macro weeks_between(first, last, alias) %}{{ return(adapter.dispatch('weeks_between')(first, last, alias)) }}{% endmacro %}
{% macro default__weeks_between(first, last, alias) %}
lateral (select unnest(generate_series({{ first }}, {{ last }}, interval 7 day)) as week_on) as {{ alias }}
{% endmacro %}
{% macro spark__weeks_between(first, last, alias) %}
lateral explode(sequence({{ first }}, {{ last }}, interval 7 day)) as {{ alias }} (week_on)
{% endmacro %}

{# Whole days from one day to a later one. #}
{% macro days_between(first, last) %}{{ return(adapter.dispatch('days_between')(first, last)) }}{% endmacro %}
{% macro default__days_between(first, last) %}date_diff('day', {{ first }}, {{ last }}){% endmacro %}
{% macro spark__days_between(first, last) %}datediff({{ last }}, {{ first }}){% endmacro %}

{# The last n calendar weeks (Monday to Sunday) that ended by a day, as rows with the column `week_on`, a Monday. #}
{% macro closed_weeks(day, n, alias) %}{{ return(adapter.dispatch('closed_weeks')(day, n, alias)) }}{% endmacro %}
{% macro default__closed_weeks(day, n, alias) %}
lateral (
    select cast(unnest(generate_series(
        date_trunc('week', {{ next_day(day) }}) - interval ({{ n }} * 7) day,
        date_trunc('week', {{ next_day(day) }}) - interval 7 day, interval 7 day
    )) as date) as week_on
) as {{ alias }}
{% endmacro %}
{% macro spark__closed_weeks(day, n, alias) %}
lateral explode(sequence(
    date_add(date_trunc('week', {{ next_day(day) }}), -7 * {{ n }}), date_add(date_trunc('week', {{ next_day(day) }}), -7),
    interval 7 days
)) as {{ alias }} (week_on)
{% endmacro %}
