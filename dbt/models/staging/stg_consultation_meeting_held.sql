-- Written by ingestion.contracts.staging from contract consultation_meeting_held; change that, not this.
with events as (
    {{ log_events('consultation_meeting_held') }}
),

typed as (
    select
        subject as meeting_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'tier') }} as tier,
        {{ json_text('data', 'form') }} as form,
        {{ json_text('data', 'enterprise_code') }} as enterprise_code,
        {{ json_text('data', 'unit_code') }} as unit_code,
        cast({{ json_text('data', 'issues_raised') }} as bigint) as issues_raised,
        cast({{ json_text('data', 'issues_resolved') }} as bigint) as issues_resolved,
        cast({{ json_text('data', 'with_lawyer') }} as boolean) as with_lawyer
    from events
)

select * from typed
