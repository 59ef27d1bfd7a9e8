-- Written by ingestion.contracts.staging from contract prelitigation_case_accepted; change that, not this.
with events as (
    {{ log_events('prelitigation_case_accepted') }}
),

typed as (
    select
        subject as mediation_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'court') }} as court,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
