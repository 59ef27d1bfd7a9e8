-- Written by ingestion.contracts.staging from contract recognition_granted; change that, not this.
with events as (
    {{ log_events('recognition_granted') }}
),

typed as (
    select
        subject as recognition_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'recognition_kind') }} as recognition_kind,
        {{ json_text('data', 'giver_level') }} as giver_level,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
