-- Written by ingestion.contracts.staging from contract consultation_mechanism_established; change that, not this.
with events as (
    {{ log_events('consultation_mechanism_established') }}
),

typed as (
    select
        subject as enterprise_code,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'tier') }} as tier,
        {{ json_text('data', 'form') }} as form
    from events
)

select * from typed
