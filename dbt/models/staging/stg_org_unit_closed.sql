-- Written by ingestion.contracts.staging from contract org_unit_closed; change that, not this.
with events as (
    {{ log_events('org_unit_closed') }}
),

typed as (
    select
        subject as unit_code,
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
