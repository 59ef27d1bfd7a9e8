-- Written by ingestion.contracts.staging from contract staff_released; change that, not this.
with events as (
    {{ log_events('staff_released') }}
),

typed as (
    select
        subject as staff_id,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'role') }} as role,
        {{ json_text('data', 'unit_code') }} as unit_code,
        {{ json_text('data', 'enterprise_code') }} as enterprise_code
    from events
)

select * from typed
