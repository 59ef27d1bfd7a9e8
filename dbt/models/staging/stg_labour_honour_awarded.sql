-- Written by ingestion.contracts.staging from contract labour_honour_awarded; change that, not this.
with events as (
    {{ log_events('labour_honour_awarded') }}
),

typed as (
    select
        subject as honour_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'honour_level') }} as honour_level,
        {{ json_text('data', 'honour_kind') }} as honour_kind,
        {{ json_text('data', 'recipient_kind') }} as recipient_kind,
        {{ json_text('data', 'sector') }} as sector,
        cast({{ json_text('data', 'has_publication_consent') }} as boolean) as has_publication_consent,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
