-- Written by ingestion.contracts.staging from contract case_referred_to_partner; change that, not this.
with events as (
    {{ log_events('case_referred_to_partner') }}
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
        {{ json_text('data', 'partner') }} as partner
    from events
)

select * from typed
