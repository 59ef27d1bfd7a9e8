-- Written by ingestion.contracts.staging from contract hardship_registered; change that, not this.
with events as (
    {{ log_events('hardship_registered') }}
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
        {{ json_text('data', 'hardship_cause') }} as hardship_cause,
        {{ json_text('data', 'consent') }} as consent,
        {{ json_text('data', 'unit_code') }} as unit_code,
        cast({{ json_text('data', 'review_due_on') }} as date) as review_due_on
    from events
)

select * from typed
