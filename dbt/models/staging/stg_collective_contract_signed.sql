-- Written by ingestion.contracts.staging from contract collective_contract_signed; change that, not this.
with events as (
    {{ log_events('collective_contract_signed') }}
),

typed as (
    select
        subject as contract_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'contract_kind') }} as contract_kind,
        {{ json_text('data', 'enterprise_code') }} as enterprise_code,
        {{ json_text('data', 'unit_code') }} as unit_code,
        cast({{ json_text('data', 'workers_covered') }} as bigint) as workers_covered,
        cast({{ json_text('data', 'valid_to') }} as date) as valid_to
    from events
)

select * from typed
