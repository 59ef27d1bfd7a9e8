-- Written by ingestion.contracts.staging from contract complaint_resolved; change that, not this.
with events as (
    {{ log_events('complaint_resolved') }}
),

typed as (
    select
        subject as ticket_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'result') }} as result
    from events
)

select * from typed
