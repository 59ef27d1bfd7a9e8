-- Written by ingestion.contracts.staging from contract home_subsidy_paid; change that, not this.
with events as (
    {{ log_events('home_subsidy_paid') }}
),

typed as (
    select
        subject as home_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'subsidy_no') }} as subsidy_no,
        cast({{ json_text('data', 'home_subsidy_yuan') }} as decimal(18, 2)) as home_subsidy_yuan
    from events
)

select * from typed
