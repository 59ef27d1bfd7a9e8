-- Written by ingestion.contracts.staging from contract competition_held; change that, not this.
with events as (
    {{ log_events('competition_held') }}
),

typed as (
    select
        subject as competition_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'competition_series') }} as competition_series,
        cast({{ json_text('data', 'edition') }} as bigint) as edition,
        cast({{ json_text('data', 'competitors') }} as bigint) as competitors,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
