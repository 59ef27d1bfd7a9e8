-- Written by ingestion.contracts.staging from contract legal_aid_applied; change that, not this.
with events as (
    {{ log_events('legal_aid_applied') }}
),

typed as (
    select
        subject as aid_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'matter_type') }} as matter_type,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
