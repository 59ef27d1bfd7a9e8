{# Measure deltas of a simple kind of entity, from a list of what counts. Each item of `counts` is a dictionary:

   fact       type of the facts that count: one row each, on their day
   measure    name of the measure; {column} puts the value of a column of the fact into it ({opening.column}: of its opening)
   amount     what one fact counts for; 1 unless told
   where      which facts count: SQL over `fact` and `opening`
   opened_by  type that opened the entity: gives codes, place and conditions to facts that do not repeat them
   needed     true: facts without their opening do not count (they may arrive before it)
   ends, on   type of the facts that end it, and the columns beside the subject that tell which: −amount on that day,
              if it is not before the beginning (then the end is no end of this one)
   ended_by   the rows of all ends as SQL, where more than facts of that one type end it
   until      column with the last day it stands by itself; an end before it shortens, one after it changes nothing
   once       true: of one entity only the first fact of each calendar year counts, where that one counts
   entity     SQL for what is folded, when it is not the subject of the fact; touched_entities must know it
   distinct   true: however many stand at one time for one entity and unit, it counts as one
   at_unit    true: counts for the unit that the row names although it names an enterprise

   It counts where its enterprise sits that day, else for the unit of its opening, else its own, else the sender
   (details 7). Which fact comes first on a day is told by its id, never by arrival. #}
{% macro deltas_of(kind, counts) -%}
with
{%- for count in counts %}
{{ 'counted_' ~ loop.index }} as (
    {{ counted_facts(kind, count) }}
),

{{ 'signed_' ~ loop.index }} as (
    {{ signed_rows('counted_' ~ loop.index, count) }}
){{ ',' if not loop.last }}
{%- endfor %}
{%- for count in counts %}

select
    measure_id,
    '{{ kind }}' as entity_kind,
    entity_id,
    unit_code,
    cast(null as {{ dbt.type_string() }}) as size_band,
    occurred_on,
    recorded_at,
    delta,
    fact_id,
    position
from signed_{{ loop.index }}
{{ 'union all' if not loop.last }}
{%- endfor %}
{%- endmacro %}


{# The facts of one item of the list, with what ends each. #}
{% macro counted_facts(kind, count) -%}
{%- set opening = count.get('opened_by') -%}
{%- set entity = count.get('entity', 'fact.' ~ subject_of(count.fact)) -%}
{%- set naming = 'opening' if opening in types_at_an_enterprise() else 'fact' -%}
{%- set is_at_enterprise = (count.fact in types_at_an_enterprise() or naming == 'opening') and not count.get('at_unit') -%}
select
        {{ named_measure(count.measure) }} as measure_id,
        {{ entity }} as entity_id,
        coalesce(
            {%- if is_at_enterprise %}places.unit_code, {% endif -%}
            {%- if opening and place_of(opening) %}opening.{{ place_of(opening) }}, {% endif -%}
            {%- if place_of(count.fact) %}fact.{{ place_of(count.fact) }}, {% endif -%}
            fact.source
        ) as unit_code,
        fact.occurred_on,
        fact.recorded_at,
        cast({{ count.get('amount', 1) }} as decimal(18, 2)) as delta,
        fact.fact_id,
        fact.position
        {%- if count.get('ends') %},
        ended.occurred_on as ended_on,
        ended.recorded_at as end_recorded_at,
        ended.fact_id as end_fact_id,
        ended.position as end_position
        {%- endif %}
        {%- if count.get('until') %},
        {{ next_day('fact.' ~ count.until) }} as lapses_on
        {%- endif %}
    from {{ live('stg_' ~ count.fact) }} as fact
    {%- if opening %}
    {{ 'inner' if count.get('needed') else 'left' }} join {{ live('stg_' ~ opening) }} as opening
        on opening.{{ subject_of(opening) }} = fact.{{ subject_of(count.fact) }}
        {{- same(count.get('opening_on', []), 'opening', 'fact') }}
    {%- endif %}
    {%- if count.get('ends') %}
    left join {{ count.get('ended_by', live('stg_' ~ count.ends)) }} as ended
        on ended.{{ subject_of(count.ends) }} = fact.{{ subject_of(count.fact) }}
        {{- same(count.get('on', []), 'ended', 'fact') }}
        and fact.occurred_on <= ended.occurred_on
    {%- endif %}
    {%- if is_at_enterprise %}
    left join {{ ref('enterprise_history') }} as places
        on places.enterprise_code = {{ naming }}.enterprise_code
        and places.place_from <= fact.occurred_on and fact.occurred_on < places.valid_to
    {%- endif %}
    where ({{ count.get('where', 'true') }}) {{ touched(kind, entity) }}
{%- endmacro %}


{# 'sites_{site_type}' as SQL. #}
{% macro named_measure(pattern) -%}
'{{ pattern | replace('{opening.', "' || opening.") | replace('{', "' || fact.") | replace('}', " || '") }}'
{%- endmacro %}


{# … and equal in these columns too, where both may be empty. #}
{% macro same(columns, one, other) -%}
{%- for column in columns %}
        and {{ one }}.{{ column }} is not distinct from {{ other }}.{{ column }}
{%- endfor -%}
{%- endmacro %}
