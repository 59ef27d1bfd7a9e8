{# Before anything is blanked, a quantity of a unit is what its children have plus what is counted at the unit itself.
   On today's map, because there a unit has one parent. #}
{% test children_sum_to_parents(model) %}
with units as (
    select unit_code, parent_code, level
    from {{ ref('org_unit_history') }}
    where valid_to = {{ last_day() }} and level <> 'outside'
),

own as (
    select terms.indicator_id, leaves.unit_code, period_months.period, sum(leaves.amount) as amount
    from {{ ref('leaf_measures') }} as leaves
    inner join {{ ref('indicator_terms') }} as terms on terms.measure_id = leaves.measure_id and terms.part = 'numerator'
    inner join {{ ref('months') }} as months on leaves.occurred_on between months.month_on and months.last_on
    inner join {{ ref('period_months') }} as period_months on period_months.month_on = months.month_on
    where leaves.fold = 'flow'
    group by terms.indicator_id, leaves.unit_code, period_months.period
    union all
    select terms.indicator_id, leaves.unit_code, periods.period, sum(leaves.amount) as amount
    from {{ ref('leaf_stocks') }} as leaves
    inner join {{ ref('indicator_terms') }} as terms on terms.measure_id = leaves.measure_id and terms.part = 'numerator'
    inner join {{ ref('periods') }} as periods on periods.stock_month_on = leaves.month_on
    group by terms.indicator_id, leaves.unit_code, periods.period
),

children as (
    select cells.indicator_id, units.parent_code as unit_code, cells.period, sum(cells.numerator) as amount
    from {{ model }} as cells
    inner join units on units.unit_code = cells.unit_code
    where cells.reading = 'today' and units.parent_code is not null
    group by cells.indicator_id, units.parent_code, cells.period
)

select cells.indicator_id, cells.unit_code, cells.period, cells.numerator, children.amount, own.amount as own_amount
from {{ model }} as cells
inner join {{ ref('indicators') }} as indicators on indicators.indicator_id = cells.indicator_id
left join children
    on children.indicator_id = cells.indicator_id and children.unit_code = cells.unit_code
    and children.period = cells.period
left join own
    on own.indicator_id = cells.indicator_id and own.unit_code = cells.unit_code and own.period = cells.period
where
    cells.reading = 'today' and cells.fold in ('flow', 'stock', 'ratio')
    -- What lies below the finest level shown has no cells to add up.
    and (indicators.finest_level = 'federation' or (
        indicators.finest_level <> cells.unit_level
        -- … such as a federation directly under the district, where streets are the finest level.
        and not exists (
            select 1 from units as finer where finer.parent_code = cells.unit_code and finer.level = 'federation'
        )
    ))
    and cells.numerator <> coalesce(children.amount, 0) + coalesce(own.amount, 0)
{% endtest %}
