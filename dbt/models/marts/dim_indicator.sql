-- The catalogue of indicators as readers see it. A new indicator over known measures is one row of the seed.
with indicators as (
    select * from {{ ref('indicators') }}
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
    workflow,
    section,
    display_order,
    is_headline,
    {{ build_id() }} as build_id
from indicators
