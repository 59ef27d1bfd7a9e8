-- Written by ingestion.contracts.staging from contract org_unit_merged; change that, not this.
with events as (
    {{ log_events('org_unit_merged') }}
),

typed as (
    select
        subject as unit_code,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'merged_into_code') }} as merged_into_code
    from events
)

select * from typed
