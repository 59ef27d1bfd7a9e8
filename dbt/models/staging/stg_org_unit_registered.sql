-- Written by ingestion.contracts.staging from contract org_unit_registered; change that, not this.
with events as (
    {{ log_events('org_unit_registered') }}
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
        {{ json_text('data', 'unit_name') }} as unit_name,
        {{ json_text('data', 'level') }} as level,
        {{ json_text('data', 'parent_code') }} as parent_code,
        cast({{ json_text('data', 'official_order') }} as bigint) as official_order,
        cast({{ json_text('data', 'is_reporting') }} as boolean) as is_reporting
    from events
)

select * from typed
