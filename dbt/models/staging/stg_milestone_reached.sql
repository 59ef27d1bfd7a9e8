-- Written by ingestion.contracts.staging from contract milestone_reached; change that, not this.
with events as (
    {{ log_events('milestone_reached') }}
),

typed as (
    select
        subject as milestone,
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
        {{ json_text('data', 'round') }} as round
    from events
)

select * from typed
