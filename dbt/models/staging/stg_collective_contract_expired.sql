-- Written by ingestion.contracts.staging from contract collective_contract_expired; change that, not this.
with events as (
    {{ log_events('collective_contract_expired') }}
),

typed as (
    select
        subject as contract_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id
    from events
)

select * from typed
