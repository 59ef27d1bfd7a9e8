-- A waiver that excuses nothing. Of a hand-in: it had expired when the hand-in fell due, names a month nobody owed, or the
-- hand-in came after all; one for a month that is yet to come is not judged. Of a finding: it names no rule that there is.
-- A target cannot be waived. The district looks at it again.
with used as (
    select distinct waiver_no from {{ ref('domain_expectations') }} where state = 'waived'
),

idle as (
    select waivers.*, waivers.waived_kind = 'hand_in' as is_of_a_hand_in
    from {{ ref('waivers') }} as waivers
    left join used on used.waiver_no = waivers.waiver_no
    left join {{ ref('rules') }} as rules on rules.rule_id = waivers.waived_rule
    where
        waivers.waived_kind = 'target'
        or (waivers.waived_kind = 'finding' and rules.rule_id is null)
        or (
            waivers.waived_kind = 'hand_in' and used.waiver_no is null
            -- of a year: by its last month
            and rpad(coalesce(waivers.waived_period, {{ month_label('waivers.waived_on') }}), 7, '-12')
            <= {{ month_label(read_day()) }}
        )
)

select
    waiver_no as subject,
    source as unit_code,
    period,
    waived_on as breached_on,
    submission_id,
    fact_id,
    unit_code as waived_unit_code,
    waived_period,
    approver,
    expires_on,
    waiver_no || '（' || unit_code || coalesce('，' || waived_period, '') || '，至' || expires_on || '）没有起作用：'
    || case
        when is_of_a_hand_in then '报送到期前豁免已过期、所属期无应报，或已经报送'
        else '目标不能豁免，豁免提醒须写明规则代码'
    end as wrong_zh,
    waiver_no || ' (' || unit_code || coalesce(', ' || waived_period, '') || ', until ' || expires_on || ') '
    || case
        when is_of_a_hand_in
            then 'takes nothing out: expired before the due day, nothing owed for its period, or the hand-in came'
        else 'has no effect: no target can be waived, and a waived finding needs the code of its rule'
    end as wrong_en
from idle
