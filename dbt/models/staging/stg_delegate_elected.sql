-- Written by ingestion.contracts.staging from contract delegate_elected; change that, not this.
with events as (
    {{ log_events('delegate_elected') }}
),

typed as (
    select
        subject as delegation_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'sector') }} as sector,
        {{ json_text('data', 'delegate_category') }} as delegate_category,
        cast({{ json_text('data', 'delegates') }} as bigint) as delegates,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
