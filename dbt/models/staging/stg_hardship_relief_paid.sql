-- Written by ingestion.contracts.staging from contract hardship_relief_paid; change that, not this.
with events as (
    {{ log_events('hardship_relief_paid') }}
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
        cast({{ json_text('data', 'relief_no') }} as bigint) as relief_no,
        cast({{ json_text('data', 'relief_yuan') }} as decimal(18, 2)) as relief_yuan,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
