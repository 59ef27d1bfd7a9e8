-- Written by ingestion.contracts.staging from contract issue_recorded; change that, not this.
with events as (
    {{ log_events('issue_recorded') }}
),

typed as (
    select
        subject as issue_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'issue_topic') }} as issue_topic,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
