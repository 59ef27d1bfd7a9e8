-- Written by ingestion.contracts.staging from contract consolation_paid; change that, not this.
with events as (
    {{ log_events('consolation_paid') }}
),

typed as (
    select
        subject as member_id,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        cast({{ json_text('data', 'injured_on') }} as date) as injured_on,
        cast({{ json_text('data', 'consolation_yuan') }} as decimal(18, 2)) as consolation_yuan,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
