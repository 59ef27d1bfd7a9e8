-- Why a rule does not bind a unit, or one subject, for a while: rows of the seed, and waivers of findings that the
-- district granted. An empty unit, subject or period means any; the rule is always named. Each has an approving role, a
-- reason and a last day.
select
    exception_id as excuse_id,
    rule_id,
    unit_code,
    subject,
    cast(null as {{ dbt.type_string() }}) as excused_period,
    valid_from,
    expires_on,
    approver,
    reason_zh
from {{ ref('rule_exceptions') }}
union all
select
    waiver_no, waived_rule, unit_code, null, waived_period,
    -- a waiver is granted for what has happened, so it looks back
    {{ first_day() }}, expires_on, approver, waiver_reason
from {{ ref('waivers') }}
where waived_kind = 'finding'
