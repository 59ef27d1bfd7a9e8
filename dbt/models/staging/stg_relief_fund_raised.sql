-- Written by ingestion.contracts.staging from contract relief_fund_raised; change that, not this.
with events as (
    {{ log_events('relief_fund_raised') }}
),

typed as (
    select
        subject as raised_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'raised_kind') }} as raised_kind,
        cast({{ json_text('data', 'raised_yuan') }} as decimal(18, 2)) as raised_yuan,
        {{ json_text('data', 'valuation') }} as valuation,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
