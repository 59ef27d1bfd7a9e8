-- Written by ingestion.contracts.staging from contract recuperation_batch_held; change that, not this.
with events as (
    {{ log_events('recuperation_batch_held') }}
),

typed as (
    select
        subject as batch_no,
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
        cast({{ json_text('data', 'history_lessons') }} as bigint) as history_lessons,
        cast({{ json_text('data', 'tech_exchanges') }} as bigint) as tech_exchanges,
        cast({{ json_text('data', 'health_talks') }} as bigint) as health_talks,
        cast({{ json_text('data', 'batch_people') }} as bigint) as batch_people
    from events
)

select * from typed
