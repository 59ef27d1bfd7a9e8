-- Written by ingestion.contracts.staging from contract enterprise_headcount_reported; change that, not this.
with events as (
    {{ log_events('enterprise_headcount_reported') }}
),

typed as (
    select
        subject as enterprise_code,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        cast({{ json_text('data', 'headcount') }} as bigint) as headcount
    from events
)

select * from typed
