-- Written by ingestion.contracts.staging from contract designation_made; change that, not this.
with events as (
    {{ log_events('designation_made') }}
),

typed as (
    select
        subject as designation_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'designation_kind') }} as designation_kind,
        {{ json_text('data', 'enterprise_code') }} as enterprise_code,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
