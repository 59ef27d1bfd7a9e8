-- Written by ingestion.contracts.staging from contract complaint_received; change that, not this.
with events as (
    {{ log_events('complaint_received') }}
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
        {{ json_text('data', 'channel') }} as channel,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
