-- Written by ingestion.contracts.staging from contract dues_refunded; change that, not this.
with events as (
    {{ log_events('dues_refunded') }}
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
        {{ json_text('data', 'refund_period') }} as refund_period,
        cast({{ json_text('data', 'refunded_yuan') }} as decimal(18, 2)) as refunded_yuan
    from events
)

select * from typed
