-- Written by ingestion.contracts.staging from contract legal_aid_closed; change that, not this.
with events as (
    {{ log_events('legal_aid_closed') }}
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
        {{ json_text('data', 'aid_outcome') }} as aid_outcome
    from events
)

select * from typed
