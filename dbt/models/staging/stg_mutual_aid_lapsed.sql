-- Written by ingestion.contracts.staging from contract mutual_aid_lapsed; change that, not this.
with events as (
    {{ log_events('mutual_aid_lapsed') }}
),

typed as (
    select
        subject as policy_no,
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
