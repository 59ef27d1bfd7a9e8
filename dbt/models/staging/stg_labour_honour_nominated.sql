-- Written by ingestion.contracts.staging from contract labour_honour_nominated; change that, not this.
with events as (
    {{ log_events('labour_honour_nominated') }}
),

typed as (
    select
        subject as nomination_no,
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
        {{ json_text('data', 'sector') }} as sector,
        cast({{ json_text('data', 'is_new_form') }} as boolean) as is_new_form,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
