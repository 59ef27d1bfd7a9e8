-- The business domains of the monthly workbook that an indicator is fed by, as one text (coverage+rights) and in order.
-- No row: only the special workbook states it, or nothing does (constants).
with fed as (
    select distinct terms.indicator_id, domains.domain
    from {{ ref('indicator_terms') }} as terms
    inner join {{ ref('measure_domains') }} as domains on domains.measure_id = terms.measure_id
)

select indicator_id, {{ joined_text('domain', '+') }} as domains
from (select * from fed order by indicator_id, domain) as ordered
group by indicator_id
