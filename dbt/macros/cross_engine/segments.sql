{# The events of one type in (from_position, to_position], from the sealed segments that the build step names.
   Rows of a segment lie by (type, position), so the filter on type skips the other row groups. #}
{% macro log_events(type) %}{{ return(adapter.dispatch('log_events')(type)) }}{% endmacro %}

{% macro event_columns() %}position, action, fact_id, supersedes, subject, source, occurred_on, recorded_at, period,
        submission_id, data{% endmacro %}

{% macro default__log_events(type) %}
    {%- if var('segments') %}
    select {{ event_columns() }}
    from read_parquet({{ var('segments') }})
    where
        type = '{{ type }}'
        and position > {{ var('from_position') }} and position <= {{ var('to_position') }}
    {%- else %}
    {{ no_events() }}
    {%- endif %}
{% endmacro %}

{% macro spark__log_events(type) %}
    {%- if var('segments') %}
    {%- for path in var('segments') %}
    select {{ event_columns() }}
    from parquet.`{{ path }}`
    where
        type = '{{ type }}'
        and position > {{ var('from_position') }} and position <= {{ var('to_position') }}
    {%- if not loop.last %} union all {% endif %}
    {%- endfor %}
    {%- else %}
    {{ no_events() }}
    {%- endif %}
{% endmacro %}

{# The same columns, no row: a build with an empty range. #}
{% macro no_events() %}
    select
        cast(null as bigint) as position, cast(null as {{ dbt.type_string() }}) as action,
        cast(null as {{ type_uuid() }}) as fact_id, cast(null as bigint) as supersedes,
        cast(null as {{ dbt.type_string() }}) as subject, cast(null as {{ dbt.type_string() }}) as source,
        cast(null as date) as occurred_on, cast(null as timestamp) as recorded_at,
        cast(null as {{ dbt.type_string() }}) as period, cast(null as {{ type_uuid() }}) as submission_id,
        cast(null as {{ dbt.type_string() }}) as data
    where false
{% endmacro %}


{# Positions that an event of the range replaces. #}
{% macro log_supersedes() %}{{ return(adapter.dispatch('log_supersedes')()) }}{% endmacro %}

{% macro default__log_supersedes() %}
    {%- if var('segments') %}
    select position, supersedes
    from read_parquet({{ var('segments') }})
    where
        supersedes is not null
        and position > {{ var('from_position') }} and position <= {{ var('to_position') }}
    {%- else %}
    select cast(null as bigint) as position, cast(null as bigint) as supersedes where false
    {%- endif %}
{% endmacro %}

{% macro spark__log_supersedes() %}
    {%- if var('segments') %}
    {%- for path in var('segments') %}
    select position, supersedes
    from parquet.`{{ path }}`
    where
        supersedes is not null
        and position > {{ var('from_position') }} and position <= {{ var('to_position') }}
    {%- if not loop.last %} union all {% endif %}
    {%- endfor %}
    {%- else %}
    select cast(null as bigint) as position, cast(null as bigint) as supersedes where false
    {%- endif %}
{% endmacro %}


{% macro type_uuid() %}{{ return(adapter.dispatch('type_uuid')()) }}{% endmacro %}
{% macro default__type_uuid() %}uuid{% endmacro %}
{% macro spark__type_uuid() %}string{% endmacro %}
