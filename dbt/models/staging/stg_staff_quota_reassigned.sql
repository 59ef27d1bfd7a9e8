-- Written by ingestion.contracts.staging from contract staff_quota_reassigned; change that, not this.
with events as (
    {{ log_events('staff_quota_reassigned') }}
),

typed as (
    select
        subject as quota_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'quota_from_code') }} as quota_from_code,
        {{ json_text('data', 'quota_to_code') }} as quota_to_code
    from events
)

select * from typed
