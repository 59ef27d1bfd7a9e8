-- The catalogue of indicators as readers see it. A new indicator over known measures is one row of the seed.
with indicators as (
    select indicators.*, shares.reason_zh as above_100_zh, shares.reason_en as above_100_en
    from {{ ref('indicators') }} as indicators
    left join {{ ref('shares_above_100') }} as shares on shares.indicator_id = indicators.indicator_id
)

select
    indicator_id,
    domain,
    name_zh,
    name_en,
    fold,
    unit,
    unit_zh,
    decimals,
    direction,
    definition_zh,
    definition_en,
    numerator,
    denominator,
    finest_level,
    workflow,
    section,
    display_order,
    is_headline,
    above_100_zh,
    above_100_en,
    {{ build_id() }} as build_id
from indicators
