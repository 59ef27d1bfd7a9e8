-- Written by ingestion.contracts.staging from contract volunteer_participation_reported; change that, not this.
with events as (
    {{ log_events('volunteer_participation_reported') }}
),

typed as (
    select
        subject as participation_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'participant_group') }} as participant_group,
        cast({{ json_text('data', 'participants') }} as bigint) as participants,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
