-- Written by ingestion.contracts.staging from contract legal_aid_accepted; change that, not this.
with events as (
    {{ log_events('legal_aid_accepted') }}
),

typed as (
    select
        subject as aid_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        cast({{ json_text('data', 'is_zero_threshold') }} as boolean) as is_zero_threshold
    from events
)

select * from typed
