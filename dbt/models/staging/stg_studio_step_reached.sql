-- Written by ingestion.contracts.staging from contract studio_step_reached; change that, not this.
with events as (
    {{ log_events('studio_step_reached') }}
),

typed as (
    select
        subject as studio_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'studio_step') }} as studio_step,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
