-- A waiver of a hand-in that takes nothing out of the missing ones: it had expired when the hand-in fell due, names a
-- month nobody owed, or the hand-in came after all. The district looks at it again.
with used as (
    select distinct waiver_no from {{ ref('domain_expectations') }} where state = 'waived'
)

select
    waivers.waiver_no as subject,
    waivers.source as unit_code,
    waivers.period,
    waivers.waived_on as breached_on,
    waivers.submission_id,
    waivers.fact_id,
    waivers.unit_code as waived_unit_code,
    waivers.waived_period,
    waivers.approver,
    waivers.expires_on,
    waivers.waiver_no || '（' || waivers.unit_code || coalesce('，' || waivers.waived_period, '') || '，至'
    || waivers.expires_on || '）没有起作用：报送到期前豁免已过期、所属期无应报，或已经报送' as wrong_zh,
    waivers.waiver_no || ' (' || waivers.unit_code || coalesce(', ' || waivers.waived_period, '') || ', until '
    || waivers.expires_on || ') takes nothing out: expired before the due day, nothing owed for its period, or the '
    || 'hand-in came' as wrong_en
from {{ ref('waivers') }} as waivers
left join used on used.waiver_no = waivers.waiver_no
where waivers.waived_kind = 'hand_in' and used.waiver_no is null
