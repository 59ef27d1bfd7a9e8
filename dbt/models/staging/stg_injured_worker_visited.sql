-- Written by ingestion.contracts.staging from contract injured_worker_visited; change that, not this.
with events as (
    {{ log_events('injured_worker_visited') }}
),

typed as (
    select
        subject as member_id,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        cast({{ json_text('data', 'injured_on') }} as date) as injured_on,
        cast({{ json_text('data', 'visit_no') }} as bigint) as visit_no,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
