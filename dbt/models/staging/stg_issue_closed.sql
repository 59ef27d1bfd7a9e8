-- Written by ingestion.contracts.staging from contract issue_closed; change that, not this.
with events as (
    {{ log_events('issue_closed') }}
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
        {{ json_text('data', 'issue_action') }} as issue_action
    from events
)

select * from typed
