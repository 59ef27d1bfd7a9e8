-- Written by ingestion.contracts.staging from contract enterprise_type_assigned; change that, not this.
with events as (
    {{ log_events('enterprise_type_assigned') }}
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
        {{ json_text('data', 'type_code') }} as type_code
    from events
)

select * from typed
