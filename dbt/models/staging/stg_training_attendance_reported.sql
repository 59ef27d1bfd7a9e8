-- Written by ingestion.contracts.staging from contract training_attendance_reported; change that, not this.
with events as (
    {{ log_events('training_attendance_reported') }}
),

typed as (
    select
        subject as project_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        cast({{ json_text('data', 'person_times') }} as bigint) as person_times
    from events
)

select * from typed
