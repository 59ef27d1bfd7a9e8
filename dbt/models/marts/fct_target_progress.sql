-- All targets of the plan with the value of the whole district at the last closed month, printed as as_of. A level that
-- the text does not print, count or call full coverage stays empty.
with as_of as (
    select stock_month_on, period, last_on from {{ ref('periods') }} where grain = 'month'
    order by stock_month_on desc
    limit 1
),

years as (
    select cells.indicator_id, cells.unit_code, cells.period, cells.value
    from {{ ref('indicator_cells') }} as cells
    where cells.reading = 'as_was' and cells.unit_level = 'district' and cells.grain = 'year'
),

progress as (
    select
        targets.*,
        case when targets.value_basis in ('printed', 'counted', 'full_coverage_wording') then targets.target_value end
            as level,
        as_of.period as as_of,
        as_of.last_on,
        present.value,
        baselines.value as baseline,
        case
            when targets.unit in ('change_vs_2022', 'pp_change_vs_2022') then baselines.value + targets.target_value
            else targets.target_value
        end as threshold
    from {{ ref('targets') }} as targets
    cross join as_of
    left join years as present
        on present.indicator_id = targets.indicator_id
        and present.period = cast(extract(year from as_of.last_on) as {{ dbt.type_string() }})
    left join years as baselines
        on baselines.indicator_id = targets.indicator_id and baselines.period = '{{ var("baseline_period") }}'
)

select
    id as target_id,
    indicator_id,
    name_zh,
    name_en,
    section,
    operator,
    cast(level as decimal(18, 4)) as level,
    unit as level_unit,
    due as due_on,
    value_basis,
    as_of,
    value,
    baseline,
    case
        when value is null then 'no_data'
        when last_on < due then 'not_due'
        when {{ meets('value', 'operator', 'threshold') }} then 'met'
        else 'missed'
    end as state,
    {{ build_id() }} as build_id
from progress
