-- Written by ingestion.contracts.staging from contract voucher_batch_issued; change that, not this.
with events as (
    {{ log_events('voucher_batch_issued') }}
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
        {{ json_text('data', 'voucher_kind') }} as voucher_kind,
        cast({{ json_text('data', 'issued_yuan') }} as decimal(18, 2)) as issued_yuan
    from events
)

select * from typed
