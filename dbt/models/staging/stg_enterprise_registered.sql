-- Written by ingestion.contracts.staging from contract enterprise_registered; change that, not this.
with events as (
    {{ log_events('enterprise_registered') }}
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
        {{ json_text('data', 'enterprise_name') }} as enterprise_name,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
