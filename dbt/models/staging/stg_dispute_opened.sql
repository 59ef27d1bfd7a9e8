-- Written by ingestion.contracts.staging from contract dispute_opened; change that, not this.
with events as (
    {{ log_events('dispute_opened') }}
),

typed as (
    select
        subject as case_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'enterprise_code') }} as enterprise_code,
        cast({{ json_text('data', 'workers_involved') }} as bigint) as workers_involved,
        {{ json_text('data', 'source_kind') }} as source_kind
    from events
)

select * from typed
