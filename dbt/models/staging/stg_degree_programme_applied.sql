-- Written by ingestion.contracts.staging from contract degree_programme_applied; change that, not this.
with events as (
    {{ log_events('degree_programme_applied') }}
),

typed as (
    select
        subject as application_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        cast({{ json_text('data', 'applicants') }} as bigint) as applicants,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
