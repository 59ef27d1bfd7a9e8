-- Written by ingestion.contracts.staging from contract enrollment_ceremony_held; change that, not this.
with events as (
    {{ log_events('enrollment_ceremony_held') }}
),

typed as (
    select
        subject as ceremony_no,
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
        cast({{ json_text('data', 'enrolled_people') }} as bigint) as enrolled_people
    from events
)

select * from typed
