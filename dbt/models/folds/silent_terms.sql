-- Of the indicators with bounds: the part of numerator and denominator that lies in leaves for which nobody reported one of
-- the indicator's domains in the month that the period is read at. Both parts by the domains of the indicator, so that what
-- is open above the line is open below it too.
with bounded as (
    select terms.indicator_id, terms.part, terms.measure_id, domains.part as domain
    from {{ ref('indicators') }} as indicators
    inner join {{ ref('indicator_terms') }} as terms on terms.indicator_id = indicators.indicator_id
    inner join {{ ref('indicator_domains') }} as fed on fed.indicator_id = indicators.indicator_id
    cross join {{ parts_of('fed.domains', 'domains') }}
    where indicators.has_bounds
),

-- A leaf that is silent about two of the domains is open once.
stocks as (
    select distinct
        bounded.indicator_id, bounded.part, leaf_stocks.measure_id, leaf_stocks.unit_code, leaf_stocks.month_on,
        leaf_stocks.last_on, leaf_stocks.amount
    from {{ ref('silent_leaves') }} as silence
    inner join bounded on bounded.domain = silence.domain
    inner join {{ ref('leaf_stocks') }} as leaf_stocks
        on leaf_stocks.measure_id = bounded.measure_id and leaf_stocks.unit_code = silence.unit_code
        and leaf_stocks.month_on = silence.month_on
    where leaf_stocks.amount <> 0
),

placed as (
    select 'as_was' as reading, stocks.indicator_id, stocks.part, closure.ancestor_code as unit_code, stocks.month_on,
        stocks.amount
    from stocks
    inner join {{ ref('org_closure') }} as closure
        on closure.descendant_code = stocks.unit_code
        and closure.valid_from <= stocks.last_on and stocks.last_on < closure.valid_to
    union all
    select 'today', stocks.indicator_id, stocks.part, closure.ancestor_code, stocks.month_on, stocks.amount
    from stocks
    inner join {{ ref('org_closure') }} as closure
        on closure.descendant_code = stocks.unit_code and closure.valid_to = {{ last_day() }}
)

select
    placed.indicator_id, placed.unit_code, periods.period, placed.reading,
    sum(case when placed.part = 'numerator' then placed.amount else 0 end) as silent_numerator,
    sum(case when placed.part = 'denominator' then placed.amount else 0 end) as silent_denominator
from placed
inner join {{ ref('periods') }} as periods on periods.stock_month_on = placed.month_on
group by placed.indicator_id, placed.unit_code, periods.period, placed.reading
