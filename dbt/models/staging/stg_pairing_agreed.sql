-- Written by ingestion.contracts.staging from contract pairing_agreed; change that, not this.
with events as (
    {{ log_events('pairing_agreed') }}
),

typed as (
    select
        subject as pairing_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'unit_code') }} as unit_code,
        {{ json_text('data', 'partner_code') }} as partner_code,
        {{ json_text('data', 'partner_kind') }} as partner_kind
    from events
)

select * from typed
