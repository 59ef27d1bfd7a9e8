-- Every finding of every hand-in. Resolved: the hand-in was replaced, taken back or released, or the same unit handed in
-- the same month again later and was accepted without findings.
with findings as (
    select
        *,
        row_number() over (
            partition by submission_id order by severity, code, sheet, row_no, column_letter, message_en
        ) as nth
    from {{ ref('findings_listed') }}
),

cleared as (
    select unit_code, period, max(received_at) as received_at
    from {{ ref('hand_ins') }}
    where state = 'accepted'
    group by unit_code, period
)

select
    findings.submission_id || '-' || findings.nth as finding_id,
    cast(findings.submission_id as {{ dbt.type_string() }}) as submission_id,
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
    findings.row_no,
    findings.column_letter,
    findings.heading,
    findings.masked_value,
    findings.message_zh,
    findings.message_en,
    findings.state in ('superseded', 'withdrawn', 'released', 'accepted')
    or coalesce(cleared.received_at > findings.received_at, false) as is_resolved,
    {{ build_id() }} as build_id
from findings
left join {{ ref('dim_org_unit') }} as units on units.unit_code = findings.unit_code
left join cleared on cleared.unit_code = findings.unit_code and cleared.period = findings.period
