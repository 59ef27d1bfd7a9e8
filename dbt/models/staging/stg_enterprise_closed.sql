-- Written by ingestion.contracts.staging from contract enterprise_closed; change that, not this.
with events as (
    {{ log_events('enterprise_closed') }}
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
        {{ json_text('data', 'close_reason') }} as close_reason
    from events
)

select * from typed
