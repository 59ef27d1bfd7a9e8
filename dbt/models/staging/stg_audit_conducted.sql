-- Written by ingestion.contracts.staging from contract audit_conducted; change that, not this.
with events as (
    {{ log_events('audit_conducted') }}
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
        submission_id
    from events
)

select * from typed
