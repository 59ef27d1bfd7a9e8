-- Rule of the source (二（七）三是[第2个]): a unit with many or serious audit findings gets a priority audit. What is many is a
-- setting. A row is an audit over a threshold whose unit has no priority audit planned since; judged at the last day.
with audits as (
    select
        planned.audit_no, planned.audited_unit_code, count(*) as audit_findings,
        sum(case when found.severity = 'serious' then 1 else 0 end) as serious_findings,
        -- The day from which one has to be ordered is that of key_audit_rate: the first serious finding, where there is one.
        coalesce(min(case when found.severity = 'serious' then found.occurred_on end), min(found.occurred_on))
            as first_found_on
    from {{ live('stg_audit_planned') }} as planned
    inner join {{ live('stg_audit_finding_recorded') }} as found on found.audit_no = planned.audit_no
    where planned.audit_kind <> 'key'
    group by planned.audit_no, planned.audited_unit_code
),

priority as (
    select audited_unit_code, max(occurred_on) as planned_on
    from {{ live('stg_audit_planned') }}
    where audit_kind = 'key'
    group by audited_unit_code
)

select
    audits.audit_no as subject,
    audits.audited_unit_code as unit_code,
    {{ month_label(read_day()) }} as period,
    {{ read_day() }} as breached_on,
    cast(null as {{ type_uuid() }}) as submission_id,
    audits.audit_findings,
    audits.serious_findings,
    '审计' || audits.audit_no || '发现问题' || audits.audit_findings || '条，其中严重' || audits.serious_findings
    || '条，尚未列入重点审计' as wrong_zh,
    'audit ' || audits.audit_no || ': findings ' || audits.audit_findings || ', serious among them '
    || audits.serious_findings || '; no priority audit is planned' as wrong_en
from audits
left join priority on priority.audited_unit_code = audits.audited_unit_code
where
    (audits.audit_findings >= {{ setting('audit_many_findings') }}
        or audits.serious_findings >= {{ setting('audit_serious_findings') }})
    and (priority.planned_on is null or priority.planned_on < audits.first_found_on)
