-- Written by ingestion.contracts.staging from contract enterprise_left_federation; change that, not this.
with events as (
    {{ log_events('enterprise_left_federation') }}
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
        {{ json_text('data', 'federation_code') }} as federation_code
    from events
)

select * from typed
