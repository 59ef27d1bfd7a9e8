-- Written by ingestion.contracts.staging from contract injury_legal_consultation_given; change that, not this.
with events as (
    {{ log_events('injury_legal_consultation_given') }}
),

typed as (
    select
        subject as consultation_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'topic') }} as topic,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
