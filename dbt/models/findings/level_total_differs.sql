-- A unit's own stated total against what the units below it add up to, on the map of that time. No row: they agree.
-- Who answers: the unit whose hand-in is missing below, as long as one is; else the unit that stated the total.
-- Where the figure is about fewer people than may be shown, the difference is named and the numbers are not.
with stated as (
    select * from {{ live('stg_level_total_stated') }}
),

named as (
    select
        indicators.indicator_id as measure_id, terms.persons_measure, indicators.name_zh, indicators.name_en,
        true as is_indicator, indicators.fold = 'constant' as is_constant
    from {{ ref('indicators') }} as indicators
    left join {{ ref('indicator_terms') }} as terms on terms.indicator_id = indicators.indicator_id
    union all
    select measure_id, persons_measure, name_zh, name_en, false, false from {{ ref('measures') }}
),

catalogue as (
    select
        measure_id, max(persons_measure) as persons_measure, max(name_zh) as name_zh, max(name_en) as name_en,
        max(is_indicator) as is_indicator, max(is_constant) as is_constant
    from named
    group by measure_id
),

figures as (
    select indicator_id as measure_id, unit_code, period, value as total
    from {{ ref('indicator_cells') }}
    where reading = 'as_was' and fold <> 'constant'
    union all
    select measure_id, unit_code, period, amount
    from {{ ref('measure_values') }}
    where reading = 'as_was' and measure_id not in (select indicator_id from {{ ref('indicators') }})
),

fed as (
    select indicator_id as measure_id, domains from {{ ref('indicator_domains') }}
    union all
    select measure_id, domain from {{ ref('measure_domains') }}
    where measure_id not in (select indicator_id from {{ ref('indicators') }})
),

-- Hand-ins of the units below that did not come and would have spoken of the figure.
missing as (
    select
        asked.measure_id, closure.ancestor_code as unit_code, period_months.period,
        count(distinct owed.unit_code || owed.period) as hand_ins, min(owed.unit_code) as unit_that_is_missing
    from (select distinct measure_id from stated) as asked
    inner join fed on fed.measure_id = asked.measure_id
    cross join {{ parts_of('fed.domains', 'domains') }}
    inner join {{ ref('domain_expectations') }} as owed on owed.domain = domains.part and owed.state = 'missing'
    inner join {{ ref('period_months') }} as period_months on period_months.month_on = owed.month_on
    inner join {{ ref('org_closure') }} as closure
        on closure.descendant_code = owed.unit_code
        and closure.valid_from <= owed.last_on and owed.last_on < closure.valid_to
    group by asked.measure_id, closure.ancestor_code, period_months.period
),

compared as (
    select
        stated.fact_id, stated.source, stated.submission_id, stated.period, stated.occurred_on, stated.unit_code,
        stated.measure_id, stated.total_period, stated.stated_total, catalogue.name_zh, catalogue.name_en,
        -- An indicator without a cell or value is not nothing: it is not told of that unit or period.
        periods.period is not null and catalogue.measure_id is not null
        and (figures.total is not null or not catalogue.is_indicator) as is_comparable,
        catalogue.measure_id is not null as is_known, catalogue.is_constant,
        cast(round(coalesce(figures.total, 0), 2) as decimal(18, 2)) as computed_total,
        suppressions.unit_code is not null as is_suppressed,
        coalesce(missing.hand_ins, 0) as missing_hand_ins, missing.unit_that_is_missing
    from stated
    left join catalogue on catalogue.measure_id = stated.measure_id
    left join {{ ref('periods') }} as periods on periods.period = stated.total_period
    left join figures
        on figures.measure_id = stated.measure_id and figures.unit_code = stated.unit_code
        and figures.period = stated.total_period
    left join {{ ref('suppressions') }} as suppressions
        on suppressions.persons_measure = catalogue.persons_measure and suppressions.unit_code = stated.unit_code
        and suppressions.period = stated.total_period
    left join missing
        on missing.measure_id = stated.measure_id and missing.unit_code = stated.unit_code
        and missing.period = stated.total_period
),

judged as (
    select
        *,
        unit_code || ' ' || measure_id || ' ' || total_period as subject,
        -- Whoever is only asked for the missing hand-in is not told the totals of the unit above.
        is_comparable and not is_suppressed and missing_hand_ins = 0 as is_told,
        case
            when not is_known then 'unknown_measure'
            when is_constant then 'catalogue_constant'
            when not is_comparable then 'no_figure'
            when missing_hand_ins > 0 then 'hand_ins_missing'
            else 'differs'
        end as reason
    from compared
    where not is_comparable or computed_total <> stated_total
)

select
    subject,
    case when judged.reason = 'hand_ins_missing' then unit_that_is_missing else source end as unit_code,
    period,
    occurred_on as breached_on,
    case when judged.reason <> 'hand_ins_missing' then submission_id end as submission_id,
    fact_id,
    unit_code as total_unit_code, measure_id, total_period,
    case when not is_suppressed then stated_total end as stated_total,
    case when is_comparable and not is_suppressed then computed_total end as computed_total,
    case when is_comparable and not is_suppressed then stated_total - computed_total end as difference,
    missing_hand_ins, judged.reason,
    subject || coalesce('（' || name_zh || '）', '') || reasons.reason_zh
    || case when is_told then '：自报' || stated_total || '，合计' || computed_total else '' end
    || '。' || reasons.remedy_zh as wrong_zh,
    subject || coalesce(' (' || name_en || ')', '') || ': ' || reasons.reason_en
    || case when is_told then ', ' || stated_total || ' stated, ' || computed_total || ' added up' else '' end
    || '; ' || reasons.remedy_en as wrong_en
from judged
inner join {{ ref('level_total_reasons') }} as reasons on reasons.reason = judged.reason
