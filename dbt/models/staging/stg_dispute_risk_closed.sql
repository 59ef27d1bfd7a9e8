-- Written by ingestion.contracts.staging from contract dispute_risk_closed; change that, not this.
with events as (
    {{ log_events('dispute_risk_closed') }}
),

typed as (
    select
        subject as risk_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'risk_action') }} as risk_action
    from events
)

select * from typed
