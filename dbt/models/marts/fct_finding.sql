-- Every finding: of hand-ins (a cell that breaks its contract) and of rules (a breach of what the union asks for). A hand-in
-- lists the first 50 of a kind, one more row counts the rest: found_count says of how many findings a row speaks.
-- A finding of a hand-in is resolved when the hand-in was replaced, taken back or released, or the same unit handed in the
-- same workbook for that month again later and was accepted without findings: the monthly one does not clear the special one. One of a rule goes away with its breach; until then it is
-- resolved where it only informs, or where somebody excused it.
with listed as (
    select
        *,
        row_number() over (
            partition by submission_id order by severity, code, sheet, row_no, column_letter, message_en
        ) as nth
    from {{ ref('findings_listed') }}
),

cleared as (
    select unit_code, period, is_monthly, max(received_at) as received_at
    from {{ ref('hand_ins') }}
    where state = 'accepted'
    group by unit_code, period, is_monthly
),

findings as (
    select
        listed.submission_id || '-' || listed.nth as finding_id,
        cast(listed.submission_id as {{ dbt.type_string() }}) as submission_id,
        listed.receipt_no, listed.unit_code, listed.period, listed.code, listed.severity, listed.file_name, listed.sheet,
        listed.row_no, listed.column_letter, listed.heading, listed.masked_value, listed.message_zh, listed.message_en,
        listed.state in ('superseded', 'withdrawn', 'released', 'accepted')
        or coalesce(cleared.received_at > listed.received_at, false) as is_resolved,
        cast(null as {{ dbt.type_string() }}) as rule_id,
        cast(null as {{ dbt.type_string() }}) as subject,
        cast(null as {{ dbt.type_string() }}) as excused_by,
        listed.found_count
    from listed
    left join cleared
        on cleared.unit_code = listed.unit_code and cleared.period = listed.period and cleared.is_monthly = listed.is_monthly
    union all
    select
        rules.rule_id || ' ' || rules.unit_code || ' ' || rules.subject,
        cast(rules.submission_id as {{ dbt.type_string() }}),
        hand_ins.receipt_no, rules.unit_code, rules.period, rules.rule_id, rules.severity, hand_ins.file_name, null,
        null, null, null, null, rules.message_zh, rules.message_en,
        rules.severity = 'info' or rules.excused_by is not null, rules.rule_id, rules.subject, rules.excused_by, 1
    from {{ ref('rule_findings') }} as rules
    left join {{ ref('hand_ins') }} as hand_ins on hand_ins.submission_id = rules.submission_id
)

select
    findings.finding_id,
    findings.submission_id,
    findings.receipt_no,
    findings.unit_code,
    units.unit_name,
    units.street_code,
    units.street_name,
    findings.period,
    findings.code,
    findings.severity,
    findings.file_name,
    findings.sheet,
    cast(findings.row_no as integer) as row_no,
    findings.column_letter,
    findings.heading,
    findings.masked_value,
    findings.message_zh,
    findings.message_en,
    findings.is_resolved,
    findings.rule_id,
    findings.subject,
    findings.excused_by,
    cast(findings.found_count as integer) as found_count,
    {{ build_id() }} as build_id
from findings
left join {{ ref('dim_org_unit') }} as units on units.unit_code = findings.unit_code
