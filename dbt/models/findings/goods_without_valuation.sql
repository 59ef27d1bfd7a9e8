-- The source adds money and goods (一（六）一是, consistency 14): goods say how they were valued.
select
    raised_no as subject,
    coalesce(unit_code, source) as unit_code,
    period,
    occurred_on as breached_on,
    submission_id,
    raised_yuan,
    '筹集物资' || raised_no || '折价' || raised_yuan || '元，没有计价依据' as wrong_zh,
    'goods ' || raised_no || ' are worth ' || raised_yuan || ' yuan by no stated valuation' as wrong_en
from {{ live('stg_relief_fund_raised') }}
where raised_kind = 'goods' and valuation is null
