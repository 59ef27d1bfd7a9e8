-- Written by ingestion.contracts.staging from contract designation_ended; change that, not this.
with events as (
    {{ log_events('designation_ended') }}
),

typed as (
    select
        subject as designation_no,
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
