-- Which cells about persons are blanked (details 26): finer than the catalogue allows, or 1-4 people, and then one partner
-- among the siblings of the unit and one among the quarters of the year, so that no subtraction gives a cell back.
-- A partner can leave another group with a single blank, hence the rounds; the last one looks at siblings. Taken first is
-- a partner whose other group has a blank already: it opens no new group, so the rounds close and fewer cells are lost.
{% set rounds = ['siblings', 'quarters'] * 3 + ['siblings'] %}
{% set siblings = 'persons_measure, reading, period, parent_code, unit_level' %}
{% set quarters = 'persons_measure, reading, unit_code, year_no, grain' %}
with cells as (
    select distinct
        cells.persons_measure, cells.unit_code, cells.unit_level, cells.period, cells.grain, cells.reading, cells.people,
        cells.finest_level, cells.finest_period,
        units.parent_code, extract(year from periods.first_on) as year_no
    from {{ ref('indicator_cells') }} as cells
    inner join {{ ref('org_unit_history') }} as units
        on units.unit_code = cells.unit_code and units.valid_to = {{ last_day() }}
    inner join {{ ref('periods') }} as periods on periods.period = cells.period
    where cells.persons_measure is not null
),

graded as (
    select
        *,
        (finest_level = 'district' and unit_level <> 'district')
        or (finest_level = 'street' and unit_level = 'federation')
        or (finest_period = 'year' and grain <> 'year')
        or (finest_period = 'quarter' and grain = 'month') as is_too_fine
    from cells
),

round_0 as (
    select *, people between 1 and {{ var('small_cell') - 1 }} as is_blank
    from graded
    where not is_too_fine
)
{%- for step in rounds %}
{%- set group, other = (siblings, quarters) if step == 'siblings' else (quarters, siblings) %},

ranked_{{ loop.index }} as (
    select
        *,
        row_number() over (
            partition by {{ group }} order by is_blank, people = 0, blanks_across = 0, people, unit_code, period
        ) as as_partner
    from (
        select
            *,
            sum(case when is_blank then 1 else 0 end) over (partition by {{ group }}) as blanks,
            sum(case when is_blank then 1 else 0 end) over (partition by {{ other }}) as blanks_across
        from round_{{ loop.index0 }}
    ) as counted
),

round_{{ loop.index }} as (
    select
        persons_measure, unit_code, unit_level, period, grain, reading, people, parent_code, year_no,
        is_blank or (
            blanks = 1 and as_partner = 1
            {%- if step == 'siblings' %} and unit_level <> 'district'{% else %} and grain = 'quarter'{% endif %}
        ) as is_blank
    from ranked_{{ loop.index }}
)
{%- endfor %}

select distinct persons_measure, unit_code, period
from graded
where is_too_fine
union
select distinct persons_measure, unit_code, period
from round_{{ rounds | length }}
where is_blank
