-- Written by ingestion.contracts.staging from contract dispute_risk_reported; change that, not this.
with events as (
    {{ log_events('dispute_risk_reported') }}
),

typed as (
    select
        subject as risk_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'enterprise_code') }} as enterprise_code,
        {{ json_text('data', 'risk_category') }} as risk_category,
        {{ json_text('data', 'report_channel') }} as report_channel,
        cast({{ json_text('data', 'is_shown_to_union') }} as boolean) as is_shown_to_union
    from events
)

select * from typed
