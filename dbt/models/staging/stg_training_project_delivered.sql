-- Written by ingestion.contracts.staging from contract training_project_delivered; change that, not this.
with events as (
    {{ log_events('training_project_delivered') }}
),

typed as (
    select
        subject as project_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'theme') }} as theme,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
