-- Written by ingestion.contracts.staging from contract training_menu_item_ordered; change that, not this.
with events as (
    {{ log_events('training_menu_item_ordered') }}
),

typed as (
    select
        subject as order_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'menu_item_no') }} as menu_item_no,
        {{ json_text('data', 'unit_code') }} as unit_code,
        {{ json_text('data', 'enterprise_code') }} as enterprise_code
    from events
)

select * from typed
