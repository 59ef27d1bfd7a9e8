-- Written by ingestion.contracts.staging from contract recovery_support_given; change that, not this.
with events as (
    {{ log_events('recovery_support_given') }}
),

typed as (
    select
        subject as member_id,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        cast({{ json_text('data', 'injured_on') }} as date) as injured_on,
        cast({{ json_text('data', 'support_no') }} as bigint) as support_no,
        {{ json_text('data', 'support_kind') }} as support_kind,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
