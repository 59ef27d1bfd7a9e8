{# Beginnings and ends as signed rows; once a year or distinct where the item says so. #}
{% macro signed_rows(counted, count) -%}
{%- set columns = 'measure_id, entity_id, unit_code, occurred_on, recorded_at, delta, fact_id, position' -%}
{%- if count.get('once') -%}
select {{ columns }}
    from (
        select *, row_number() over (
            partition by measure_id, entity_id, extract(year from occurred_on) order by occurred_on, fact_id
        ) as nth
        from {{ counted }}
    ) as ranked
    where nth = 1
{%- elif count.get('distinct') -%}
select {{ columns }}
    from (
        select *, sum(delta) over (
            partition by measure_id, entity_id, unit_code order by occurred_on, delta desc, fact_id
            rows between unbounded preceding and current row
        ) as standing
        from ({{ begun_and_ended(counted, count, columns) }}) as signed
    ) as running
    where (delta > 0 and standing = 1) or (delta < 0 and standing = 0)
{%- else -%}
{{ begun_and_ended(counted, count, columns) }}
{%- endif -%}
{%- endmacro %}


{% macro begun_and_ended(counted, count, columns) -%}
select {{ columns }} from {{ counted }}
{%- if count.get('ends') or count.get('until') %}
    {%- set lapses = 'lapses_on' if count.get('until') else last_day() %}
    {%- set ends = 'ended_on is not null and ended_on <= ' ~ lapses if count.get('ends') else 'false' %}
    union all
    select
        measure_id, entity_id, unit_code,
        {%- if count.get('ends') %}
        case when {{ ends }} then ended_on else {{ lapses }} end,
        case when {{ ends }} then end_recorded_at else recorded_at end,
        -delta,
        case when {{ ends }} then end_fact_id else fact_id end,
        case when {{ ends }} then end_position else position end
        {%- else %}
        {{ lapses }}, recorded_at, -delta, fact_id, position
        {%- endif %}
    from {{ counted }}
    {%- if not count.get('until') %}
    where ended_on is not null
    {%- endif %}
{%- endif %}
{%- endmacro %}
