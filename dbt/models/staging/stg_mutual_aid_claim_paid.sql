-- Written by ingestion.contracts.staging from contract mutual_aid_claim_paid; change that, not this.
with events as (
    {{ log_events('mutual_aid_claim_paid') }}
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
        submission_id,
        cast({{ json_text('data', 'claim_no') }} as bigint) as claim_no,
        cast({{ json_text('data', 'claim_yuan') }} as decimal(18, 2)) as claim_yuan
    from events
)

select * from typed
