-- Written by ingestion.contracts.staging from contract outreach_step_done; change that, not this.
with events as (
    {{ log_events('outreach_step_done') }}
),

typed as (
    select
        subject as enterprise_code,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'step') }} as step
    from events
)

select * from typed
