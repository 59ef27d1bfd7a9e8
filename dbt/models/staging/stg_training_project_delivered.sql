-- Written by ingestion.contracts.staging from contract training_project_delivered; change that, not this.
with events as (
    {{ log_events('training_project_delivered') }}
),

typed as (
    select
        subject as project_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'theme') }} as theme,
        {{ json_text('data', 'menu_item_no') }} as menu_item_no,
        {{ json_text('data', 'custom_for_code') }} as custom_for_code,
        cast({{ json_text('data', 'has_first_lesson') }} as boolean) as has_first_lesson,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
