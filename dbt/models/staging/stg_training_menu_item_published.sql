-- Written by ingestion.contracts.staging from contract training_menu_item_published; change that, not this.
with events as (
    {{ log_events('training_menu_item_published') }}
),

typed as (
    select
        subject as menu_item_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'menu_theme') }} as menu_theme
    from events
)

select * from typed
