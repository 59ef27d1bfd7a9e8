-- Every unit with each of its ancestors, itself included, and the days for which that holds. At most seven steps: four
-- levels, and a merger or split may hang a unit one level lower. A unit outside the district has no ancestor.
{% set steps = 7 %}
with parents as (
    select unit_code, parent_code, map_from as valid_from, valid_to
    from {{ ref('org_unit_history') }}
    where parent_code is not null
),

step_0 as (
    select unit_code as descendant_code, unit_code as ancestor_code, {{ first_day() }} as valid_from,
        {{ last_day() }} as valid_to
    from {{ ref('org_unit_history') }}
    group by unit_code
)
{%- for step in range(1, steps + 1) %},

step_{{ step }} as (
    select below.descendant_code, parents.parent_code as ancestor_code,
        greatest(below.valid_from, parents.valid_from) as valid_from,
        least(below.valid_to, parents.valid_to) as valid_to
    from step_{{ step - 1 }} as below
    inner join parents
        on parents.unit_code = below.ancestor_code and parents.parent_code <> below.descendant_code
        and parents.valid_from < below.valid_to and below.valid_from < parents.valid_to
)
{%- endfor %}

{% for step in range(steps + 1) %}
select descendant_code, ancestor_code, {{ step }} as distance, valid_from, valid_to from step_{{ step }}
{%- if not loop.last %} union all {%- endif %}
{%- endfor %}
