-- Written by ingestion.contracts.staging from contract dispute_settled; change that, not this.
with events as (
    {{ log_events('dispute_settled') }}
),

typed as (
    select
        subject as case_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'outcome') }} as outcome
    from events
)

select * from typed
