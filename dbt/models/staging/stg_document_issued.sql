-- Written by ingestion.contracts.staging from contract document_issued; change that, not this.
with events as (
    {{ log_events('document_issued') }}
),

typed as (
    select
        subject as document_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'document_title') }} as document_title,
        {{ json_text('data', 'document_kind') }} as document_kind,
        {{ json_text('data', 'area') }} as area,
        cast({{ json_text('data', 'is_joint') }} as boolean) as is_joint,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
