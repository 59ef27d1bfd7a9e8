-- Written by ingestion.contracts.staging from contract waiver_granted; change that, not this.
with events as (
    {{ log_events('waiver_granted') }}
),

typed as (
    select
        subject as waiver_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'unit_code') }} as unit_code,
        {{ json_text('data', 'waived_kind') }} as waived_kind,
        {{ json_text('data', 'waived_rule') }} as waived_rule,
        {{ json_text('data', 'waived_period') }} as waived_period,
        {{ json_text('data', 'approver') }} as approver,
        {{ json_text('data', 'waiver_reason') }} as waiver_reason,
        cast({{ json_text('data', 'expires_on') }} as date) as expires_on
    from events
)

select * from typed
