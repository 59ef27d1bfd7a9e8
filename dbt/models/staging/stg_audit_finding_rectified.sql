-- Written by ingestion.contracts.staging from contract audit_finding_rectified; change that, not this.
with events as (
    {{ log_events('audit_finding_rectified') }}
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
        cast({{ json_text('data', 'finding_no') }} as bigint) as finding_no
    from events
)

select * from typed
