-- Written by ingestion.contracts.staging from contract enterprise_moved; change that, not this.
with events as (
    {{ log_events('enterprise_moved') }}
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
        {{ json_text('data', 'moved_to_unit_code') }} as moved_to_unit_code
    from events
)

select * from typed
