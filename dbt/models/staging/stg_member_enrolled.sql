-- Written by ingestion.contracts.staging from contract member_enrolled; change that, not this.
with events as (
    {{ log_events('member_enrolled') }}
),

typed as (
    select
        subject as member_id,
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
        cast({{ json_text('data', 'is_new_form') }} as boolean) as is_new_form
    from events
)

select * from typed
