-- Written by ingestion.contracts.staging from contract audit_finding_recorded; change that, not this.
with events as (
    {{ log_events('audit_finding_recorded') }}
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
        cast({{ json_text('data', 'finding_no') }} as bigint) as finding_no,
        {{ json_text('data', 'severity') }} as severity,
        {{ json_text('data', 'finding_area') }} as finding_area
    from events
)

select * from typed
