-- Written by ingestion.contracts.staging from contract enterprise_union_established; change that, not this.
with events as (
    {{ log_events('enterprise_union_established') }}
),

typed as (
    select
        subject as enterprise_code,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'union_no') }} as union_no
    from events
)

select * from typed
