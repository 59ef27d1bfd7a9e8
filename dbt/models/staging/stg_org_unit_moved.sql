-- Written by ingestion.contracts.staging from contract org_unit_moved; change that, not this.
with events as (
    {{ log_events('org_unit_moved') }}
),

typed as (
    select
        subject as unit_code,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'new_parent_code') }} as new_parent_code,
        cast({{ json_text('data', 'move_no') }} as bigint) as move_no
    from events
)

select * from typed
