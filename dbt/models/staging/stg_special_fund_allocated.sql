-- Written by ingestion.contracts.staging from contract special_fund_allocated; change that, not this.
with events as (
    {{ log_events('special_fund_allocated') }}
),

typed as (
    select
        subject as fund_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'fund_purpose') }} as fund_purpose,
        cast({{ json_text('data', 'allocated_yuan') }} as decimal(18, 2)) as allocated_yuan,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
