-- Written by ingestion.contracts.staging from contract member_request_resolved; change that, not this.
with events as (
    {{ log_events('member_request_resolved') }}
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
        {{ json_text('data', 'request_result') }} as request_result
    from events
)

select * from typed
