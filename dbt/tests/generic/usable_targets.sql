{# Faults of the plan as it was copied and of how it is tested, each by the name of its row: dbt prints no rows of a
   test that fails, so the sentence is the error itself. #}
{% test usable_targets(model) %}
with faults as (
    select
        targets.id,
        case
            when targets.target_value is null then 'no target_value · 没有目标值'
            when targets.operator is null or targets.operator not in ('>=', '>', '=', 'approx')
                then 'unknown operator · 算符不明: ' || coalesce(targets.operator, '')
            when units.unit is null then 'unknown unit, add it to seeds/target_units.csv · 单位不明: ' || coalesce(targets.unit, '')
            when targets.value_basis is null or targets.value_basis not in (
                'printed', 'counted', 'full_coverage_wording', 'baseline_direction', 'milestone', 'assumed'
            ) then 'unknown value_basis · 依据不明: ' || coalesce(targets.value_basis, '')
            when targets.due is null then 'no due day · 没有期限'
            when how.target_id is null then 'no row in seeds/targets_how.csv · 没有检验方式'
            when how.test is null or how.test not in (
                'total', 'change', 'milestone', 'each_street', 'each_pilot', 'each_batch', 'each_site', 'each_week'
            ) then 'unknown test · 检验方式不明: ' || coalesce(how.test, '')
            when how.pace is null or how.pace not in ('linear', 'at_end', 'always', 'none')
                then 'unknown pace · 进度方式不明: ' || coalesce(how.pace, '')
            when how.test in ('each_pilot', 'each_batch', 'each_site', 'each_week') and how.tested_delta is null
                then 'a test of each one names no tested_delta · 没有写明检验什么'
            when how.test in ('each_pilot', 'each_batch', 'each_site') and how.population_delta is null
                then 'a test of each one names no population_delta · 没有写明检验对象'
            when (how.test = 'each_week') <> (how.held_to is not null)
                then 'a weekly test names the constant that a week is held to (held_to), no other does · 只有每周检验写明所依的定额'
            when constants.constant_value is distinct from targets.target_value and how.held_to is not null
                then 'held_to is no constant of the catalogue with this level · 目录中没有同值的定额: ' || how.held_to
            when (how.test = 'change') <> (targets.value_basis = 'baseline_direction')
                then 'growth and basis do not fit · 增长与依据不符'
            when how.tested_as not in ('amount', 'days') then 'unknown tested_as · 计数方式不明: ' || how.tested_as
            when how.starts_on > targets.due then 'begins after it is due · 起始晚于期限'
            when how.tolerance < 0 then 'negative tolerance · 容差为负'
        end as fault
    from {{ model }} as targets
    left join {{ ref('targets_how') }} as how on how.target_id = targets.id
    left join {{ ref('target_units') }} as units on units.unit = targets.unit
    left join {{ ref('indicators') }} as constants on constants.indicator_id = how.held_to and constants.fold = 'constant'
    union all
    select how.target_id, 'stands in targets_how but not in targets · 计划中没有这个目标'
    from {{ ref('targets_how') }} as how
    where how.target_id not in (select id from {{ model }})
),

named as (
    select {{ joined_text("id || ': ' || fault", '; ') }} as said from faults where fault is not null
)

select said from named
where said is not null and {{ complain('said') }}
{% endtest %}
