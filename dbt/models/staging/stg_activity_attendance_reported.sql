-- Written by ingestion.contracts.staging from contract activity_attendance_reported; change that, not this.
with events as (
    {{ log_events('activity_attendance_reported') }}
),

typed as (
    select
        subject as activity_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        cast({{ json_text('data', 'people') }} as bigint) as people,
        cast({{ json_text('data', 'person_times') }} as bigint) as person_times
    from events
)

select * from typed
