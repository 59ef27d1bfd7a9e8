-- The one target that an indicator is drawn against: the earliest due. A level is given only where the plan prints one,
-- counts one or says full coverage (details 23); a target of growth compares with the value of the baseline year.
with targets as (
    select
        *,
        case when value_basis in ('printed', 'counted', 'full_coverage_wording') then target_value end as target_level,
        value_basis = 'baseline_direction' as is_growth,
        row_number() over (partition by indicator_id order by due, id) as nth
    from {{ ref('targets') }}
    where value_basis in ('printed', 'counted', 'full_coverage_wording', 'baseline_direction')
),

baselines as (
    select indicator_id, unit_code, reading, value as baseline
    from {{ ref('indicator_cells') }}
    where period = '{{ var("baseline_period") }}'
)

select
    targets.id as target_id,
    targets.indicator_id,
    baselines.unit_code,
    baselines.reading,
    targets.operator,
    targets.target_level,
    targets.unit as level_unit,
    targets.due as due_on,
    targets.is_growth,
    case
        when not targets.is_growth then targets.target_level
        when targets.unit in ('change_vs_2022', 'pp_change_vs_2022') then baselines.baseline + targets.target_value
        else targets.target_value
    end as threshold
from targets
inner join baselines on baselines.indicator_id = targets.indicator_id
where targets.nth = 1
