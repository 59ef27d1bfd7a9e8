-- Rule of the source (二（四）三是): gifted accident cover runs one year from its first day. The last day may be the one before
-- the anniversary or the anniversary itself, as policies are written both ways. A policy number and no person.
select
    policy_no as subject,
    coalesce(unit_code, source) as unit_code,
    period,
    occurred_on as breached_on,
    submission_id,
    insured_to,
    '获赠意外险' || policy_no || '自' || occurred_on || '至' || insured_to || '，不是一年' as wrong_zh,
    'gifted cover ' || policy_no || ' runs from ' || occurred_on || ' to ' || insured_to || ': not one year' as wrong_en
from {{ live('stg_mutual_aid_enrolled') }}
where
    plan = 'gifted_accident'
    and insured_to not between {{ add_days(add_months('occurred_on', 12), -1) }} and {{ add_months('occurred_on', 12) }}
