-- Written by ingestion.contracts.staging from contract economic_benefit_recovered; change that, not this.
with events as (
    {{ log_events('economic_benefit_recovered') }}
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
        {{ json_text('data', 'instalment_no') }} as instalment_no,
        cast({{ json_text('data', 'benefit_yuan') }} as decimal(18, 2)) as benefit_yuan
    from events
)

select * from typed
