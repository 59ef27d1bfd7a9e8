-- A waiver of a hand-in that takes nothing out of the missing ones: it had expired when the hand-in fell due, names a
-- month nobody owed, or the hand-in came after all. The district looks at it again.
with used as (
    select distinct waiver_no from {{ ref('fct_expectation') }} where state = 'waived'
)

select
    waivers.fact_id,
    waivers.source as owner_unit_code,
    waivers.unit_code,
    waivers.waiver_no,
    waivers.waived_period,
    waivers.approver,
    waivers.expires_on,
    '豁免没有起作用：报送到期前豁免已过期、所属期无应报，或已经报送' as reason_zh,
    'the waiver takes nothing out: expired before the due day, nothing owed for its period, or the hand-in came'
        as reason_en,
    '仍需豁免的，请由有权角色重新批准并写明到期日' as remedy_zh,
    'if it is still needed, have it approved again with another last day' as remedy_en
from {{ ref('waivers') }} as waivers
left join used on used.waiver_no = waivers.waiver_no
where waivers.waived_kind = 'hand_in' and used.waiver_no is null
