-- Written by ingestion.contracts.staging from contract consultation_item_fulfilled; change that, not this.
with events as (
    {{ log_events('consultation_item_fulfilled') }}
),

typed as (
    select
        subject as meeting_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        cast({{ json_text('data', 'item_no') }} as bigint) as item_no
    from events
)

select * from typed
