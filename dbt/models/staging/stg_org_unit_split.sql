-- Written by ingestion.contracts.staging from contract org_unit_split; change that, not this.
with events as (
    {{ log_events('org_unit_split') }}
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
        {{ json_text('data', 'principal_successor_code') }} as principal_successor_code
    from events
)

select * from typed
