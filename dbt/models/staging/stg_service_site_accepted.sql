-- Written by ingestion.contracts.staging from contract service_site_accepted; change that, not this.
with events as (
    {{ log_events('service_site_accepted') }}
),

typed as (
    select
        subject as site_no,
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
