-- Written by ingestion.contracts.staging from contract membership_ended; change that, not this.
with events as (
    {{ log_events('membership_ended') }}
),

typed as (
    select
        subject as member_id,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'unit_code') }} as unit_code,
        {{ json_text('data', 'end_reason') }} as end_reason
    from events
)

select * from typed
