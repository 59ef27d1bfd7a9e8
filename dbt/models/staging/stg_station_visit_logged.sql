-- Written by ingestion.contracts.staging from contract station_visit_logged; change that, not this.
with events as (
    {{ log_events('station_visit_logged') }}
),

typed as (
    select
        subject as visit_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'visit_kind') }} as visit_kind,
        {{ json_text('data', 'unit_code') }} as unit_code,
        {{ json_text('data', 'visited_site_no') }} as visited_site_no,
        cast({{ json_text('data', 'visit_hours') }} as bigint) as visit_hours
    from events
)

select * from typed
