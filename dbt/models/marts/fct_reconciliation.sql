-- Published figures against what the log gives for the whole district, each at its own period. Constants of the rules are
-- not recomputed. The high end of a rounded percentage is exclusive.
with figures as (
    select published.*
    from {{ ref('published_figures') }} as published
    inner join {{ ref('indicators') }} as indicators on indicators.indicator_id = published.indicator_id
    where indicators.fold <> 'constant'
),

recomputed as (
    select indicator_id, period, value
    from {{ ref('indicator_cells') }}
    where reading = 'as_was' and unit_level = 'district'
),

compared as (
    select figures.*, recomputed.value as recomputed
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
    recomputed,
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
    {{ build_id() }} as build_id
from compared
