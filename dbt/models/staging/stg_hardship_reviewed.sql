-- Written by ingestion.contracts.staging from contract hardship_reviewed; change that, not this.
with events as (
    {{ log_events('hardship_reviewed') }}
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
        cast({{ json_text('data', 'review_no') }} as bigint) as review_no,
        {{ json_text('data', 'review_result') }} as review_result
    from events
)

select * from typed
