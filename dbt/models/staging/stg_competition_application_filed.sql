-- Written by ingestion.contracts.staging from contract competition_application_filed; change that, not this.
with events as (
    {{ log_events('competition_application_filed') }}
),

typed as (
    select
        subject as filing_no,
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
        {{ json_text('data', 'competition_level') }} as competition_level,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
