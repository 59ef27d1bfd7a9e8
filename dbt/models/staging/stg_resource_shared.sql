-- Written by ingestion.contracts.staging from contract resource_shared; change that, not this.
with events as (
    {{ log_events('resource_shared') }}
),

typed as (
    select
        subject as resource_no,
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
        {{ json_text('data', 'resource_kind') }} as resource_kind,
        {{ json_text('data', 'coverage_kind') }} as coverage_kind,
        cast({{ json_text('data', 'resource_yuan') }} as decimal(18, 2)) as resource_yuan
    from events
)

select * from typed
