-- Changes that would hang a unit below itself on the day they take effect: left out of the history, and listed as a
-- finding. Intake refuses them; they can only come from a retraction or a log of somebody else. Walks up at most
-- seven steps from the new parent, so it ends whatever the log says.
{% set steps = 7 %}
with hung as (
    select
        fact_id, unit_code, parent_code,
        case when rank = 0 then {{ first_day() }} else occurred_on end as valid_from,
        coalesce(
            lead(occurred_on) over (partition by unit_code order by occurred_on, rank, move_no, fact_id),
            {{ last_day() }}
        ) as valid_to
    from {{ ref('org_unit_changes') }}
    where parent_code is not null
),

edges as (
    select * from hung where valid_from < valid_to
),

step_0 as (
    select fact_id, unit_code, parent_code, parent_code as at_code, valid_from as on_day from edges
)
{%- for step in range(1, steps + 1) %},

step_{{ step }} as (
    select below.fact_id, below.unit_code, below.parent_code, edges.parent_code as at_code, below.on_day
    from step_{{ step - 1 }} as below
    inner join edges
        on edges.unit_code = below.at_code and below.at_code <> below.unit_code
        and edges.valid_from <= below.on_day and below.on_day < edges.valid_to
)
{%- endfor %}

{% for step in range(steps + 1) %}
select fact_id, unit_code, parent_code, on_day from step_{{ step }} where at_code = unit_code
{%- if not loop.last %} union {%- endif %}
{%- endfor %}
