-- Written by ingestion.contracts.staging from contract home_accepted; change that, not this.
with events as (
    {{ log_events('home_accepted') }}
),

typed as (
    select
        subject as home_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'home_grade') }} as home_grade,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
