-- Published figures against what the log gives for the whole district, each at its own period (two are of 2021, five of
-- the plan for 2023). A constant of the rules has no period: what the rules read is compared. The high end of a rounded
-- percentage is exclusive; without a high end (等, 至少) nothing is too much.
with figures as (
    select published.*, indicators.fold, indicators.constant_value
    from {{ ref('published_figures') }} as published
    inner join {{ ref('indicators') }} as indicators on indicators.indicator_id = published.indicator_id
),

recomputed as (
    select indicator_id, period, value
    from {{ ref('indicator_cells') }}
    where reading = 'as_was' and unit_level = 'district'
),

compared as (
    select
        figures.*,
        case when figures.fold = 'constant' then figures.constant_value else recomputed.value end as recomputed
    from figures
    left join recomputed on recomputed.indicator_id = figures.indicator_id and recomputed.period = figures.period
)

select
    indicator_id,
    name_zh,
    name_en,
    period,
    published_text_zh,
    published,
    cast(recomputed as decimal(18, 4)) as recomputed,
    low,
    high,
    is_high_exclusive,
    case
        when recomputed is null then 'missing'
        when recomputed < low then 'outside'
        when is_high_exclusive and recomputed >= high then 'outside'
        when recomputed > high then 'outside'
        else 'within'
    end as verdict,
    fold as kind,
    {{ build_id() }} as build_id
from compared
