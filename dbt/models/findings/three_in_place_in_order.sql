-- Rule of the source (二（四）一是): visited, policy explained, measures drawn up, in this order. A row is a step
-- whose step before it is missing (skipped) or later (out of order). An enterprise without any step breaks nothing: the
-- target asks for that.
with steps as (
    select
        enterprise_code, step, occurred_on, source, period, submission_id,
        case step when 'visited' then 1 when 'policy_explained' then 2 else 3 end as step_no
    from {{ live('stg_outreach_step_done') }}
),

breaches as (
    select steps.*, before.occurred_on as before_on
    from steps
    left join steps as before
        on before.enterprise_code = steps.enterprise_code and before.step_no = steps.step_no - 1
    where steps.step_no > 1 and (before.occurred_on is null or before.occurred_on > steps.occurred_on)
),

worded as (
    select
        *,
        case step_no when 2 then '建会政策解释到位' else '建会措施制定到位' end as step_zh,
        case step_no when 2 then '上门走访到位' else '建会政策解释到位' end as before_zh,
        case step_no when 2 then 'policy explained' else 'measures drawn up' end as step_en,
        case step_no when 2 then 'visited' else 'policy explained' end as before_en
    from breaches
)

select
    worded.enterprise_code || ' ' || worded.step as subject,
    coalesce(places.unit_code, worded.source) as unit_code,
    worded.period,
    worded.occurred_on as breached_on,
    worded.submission_id,
    worded.enterprise_code,
    worded.step,
    worded.before_on,
    '企业' || worded.enterprise_code || '：' || step_zh || '（' || worded.occurred_on || '）之前'
    || case when before_on is null then '没有' || before_zh else '的' || before_zh || '日期反而在后（' || before_on || '）' end
        as wrong_zh,
    'enterprise ' || worded.enterprise_code || ': ' || step_en || ' on ' || worded.occurred_on || ', but '
    || before_en || case when before_on is null then ' is missing' else ' only on ' || before_on end as wrong_en
from worded
left join {{ ref('enterprise_history') }} as places
    on places.enterprise_code = worded.enterprise_code
    and places.place_from <= worded.occurred_on and worded.occurred_on < places.valid_to
