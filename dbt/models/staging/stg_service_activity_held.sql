-- Written by ingestion.contracts.staging from contract service_activity_held; change that, not this.
with events as (
    {{ log_events('service_activity_held') }}
),

typed as (
    select
        subject as activity_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'series') }} as series,
        {{ json_text('data', 'channel') }} as channel,
        {{ json_text('data', 'audience') }} as audience,
        {{ json_text('data', 'service_type') }} as service_type,
        {{ json_text('data', 'place_type') }} as place_type,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
