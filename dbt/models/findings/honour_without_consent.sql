-- Rule of the workflow (W44): a worker star consents before the title is published. The winner is not named.
select
    honour_no as subject,
    coalesce(unit_code, source) as unit_code,
    period,
    occurred_on as breached_on,
    submission_id,
    '职工之星' || honour_no || '没有登记本人同意公布' as wrong_zh,
    'worker star ' || honour_no || ' has no consent to publication' as wrong_en
from {{ live('stg_labour_honour_awarded') }}
where honour_kind = 'worker_star' and not coalesce(has_publication_consent, false)
