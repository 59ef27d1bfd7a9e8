-- Written by ingestion.contracts.staging from contract relief_visit_made; change that, not this.
with events as (
    {{ log_events('relief_visit_made') }}
),

typed as (
    select
        subject as relief_visit_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        cast({{ json_text('data', 'visited_people') }} as bigint) as visited_people,
        cast({{ json_text('data', 'relief_visit_yuan') }} as decimal(18, 2)) as relief_visit_yuan,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
