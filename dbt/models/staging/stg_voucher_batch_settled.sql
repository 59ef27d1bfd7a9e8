-- Written by ingestion.contracts.staging from contract voucher_batch_settled; change that, not this.
with events as (
    {{ log_events('voucher_batch_settled') }}
),

typed as (
    select
        subject as voucher_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        cast({{ json_text('data', 'settlement_no') }} as bigint) as settlement_no,
        cast({{ json_text('data', 'settled_yuan') }} as decimal(18, 2)) as settled_yuan
    from events
)

select * from typed
