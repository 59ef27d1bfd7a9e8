-- Written by ingestion.contracts.staging from contract mutual_aid_enrolled; change that, not this.
with events as (
    {{ log_events('mutual_aid_enrolled') }}
),

typed as (
    select
        subject as policy_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'member_id') }} as member_id,
        {{ json_text('data', 'plan') }} as plan,
        cast({{ json_text('data', 'is_new_form') }} as boolean) as is_new_form,
        {{ json_text('data', 'trade') }} as trade,
        {{ json_text('data', 'unit_code') }} as unit_code,
        cast({{ json_text('data', 'insured_to') }} as date) as insured_to
    from events
)

select * from typed
