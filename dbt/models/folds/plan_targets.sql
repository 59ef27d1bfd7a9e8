-- The plan as it is tested: each target of the copied seed with how it is tested (targets_how), the days from and to
-- which its pace runs, and the last closed month of the data, at which it is measured (as_of).
with as_of as (
    select period, last_on, extract(year from last_on) as year_no
    from {{ ref('periods') }}
    where grain = 'month'
    order by stock_month_on desc
    limit 1
),

catalogue as (
    select
        indicators.indicator_id, indicators.fold, coalesce(max(terms.fold = 'flow'), false) as is_flow
    from {{ ref('indicators') }} as indicators
    left join {{ ref('indicator_terms') }} as terms on terms.indicator_id = indicators.indicator_id
    group by indicators.indicator_id, indicators.fold
),

planned as (
    select
        targets.*, how.test, how.pace, how.starts_on as begins_on,
        how.tested_delta, how.tested_as, how.population_delta, how.held_to,
        coalesce(how.tolerance, cast('{{ var("approx_tolerance") }}' as decimal(18, 4))) as tolerance,
        replace(targets.indicator_id, 'new:', '') as catalogue_id,
        -- A rule that recurs begins again with each year after the first one in which it is checked.
        targets.due_basis in ('annual', 'per_batch', 'weekly_standing', 'standing') as is_recurring
    from {{ ref('targets') }} as targets
    inner join {{ ref('targets_how') }} as how on how.target_id = targets.id
)

select
    planned.id as target_id,
    planned.catalogue_id as indicator_id,
    planned.name_zh, planned.name_en, planned.section, planned.quote_zh, planned.note,
    planned.operator, planned.unit, units.unit_zh, units.is_change, planned.value_basis, planned.due, planned.due_basis,
    cast(case when planned.value_basis in ({{ bases_with_level() }}) then planned.target_value end as decimal(18, 4))
        as level,
    planned.target_value, planned.tolerance,
    planned.test, planned.pace, planned.tested_delta, planned.tested_as, planned.population_delta, planned.held_to,
    catalogue.fold, coalesce(catalogue.is_flow, false) as is_flow,
    as_of.period as as_of,
    as_of.last_on as as_of_on,
    case
        when planned.is_recurring and as_of.last_on > planned.due then make_date(as_of.year_no, 1, 1)
        else coalesce(planned.begins_on, {{ first_day() }})
    end as starts_on,
    case
        when planned.is_recurring and as_of.last_on > planned.due then make_date(as_of.year_no, 12, 31)
        else planned.due
    end as ends_on,
    -- A quantity that is due after several years adds up from the first of them; all else is read in one year.
    cast(case
        when planned.is_recurring or coalesce(catalogue.fold, '') <> 'flow' then as_of.year_no
        else least(extract(year from planned.begins_on), as_of.year_no)
    end as {{ dbt.type_string() }}) as from_year,
    cast(as_of.year_no as {{ dbt.type_string() }}) as to_year
from planned
cross join as_of
left join {{ ref('target_units') }} as units on units.unit = planned.unit
left join catalogue on catalogue.indicator_id = planned.catalogue_id
