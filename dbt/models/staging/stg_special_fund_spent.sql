-- Written by ingestion.contracts.staging from contract special_fund_spent; change that, not this.
with events as (
    {{ log_events('special_fund_spent') }}
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
        {{ json_text('data', 'voucher_document_no') }} as voucher_document_no,
        cast({{ json_text('data', 'spent_yuan') }} as decimal(18, 2)) as spent_yuan
    from events
)

select * from typed
