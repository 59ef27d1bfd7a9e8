-- Written by ingestion.contracts.staging from contract audit_planned; change that, not this.
with events as (
    {{ log_events('audit_planned') }}
),

typed as (
    select
        subject as audit_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'audit_kind') }} as audit_kind,
        {{ json_text('data', 'audited_unit_code') }} as audited_unit_code
    from events
)

select * from typed
