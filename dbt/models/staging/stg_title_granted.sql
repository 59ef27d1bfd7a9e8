-- Written by ingestion.contracts.staging from contract title_granted; change that, not this.
with events as (
    {{ log_events('title_granted') }}
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
        {{ json_text('data', 'title_level') }} as title_level,
        {{ json_text('data', 'title_kind') }} as title_kind,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
