-- Written by ingestion.contracts.staging from contract prelitigation_case_closed; change that, not this.
with events as (
    {{ log_events('prelitigation_case_closed') }}
),

typed as (
    select
        subject as mediation_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'outcome') }} as outcome,
        cast({{ json_text('data', 'benefit_yuan') }} as decimal(18, 2)) as benefit_yuan
    from events
)

select * from typed
