-- Written by ingestion.contracts.staging from contract member_request_raised; change that, not this.
with events as (
    {{ log_events('member_request_raised') }}
),

typed as (
    select
        subject as request_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'request_topic') }} as request_topic,
        cast({{ json_text('data', 'is_new_form') }} as boolean) as is_new_form,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
