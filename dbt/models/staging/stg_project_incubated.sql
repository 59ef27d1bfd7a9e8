-- Written by ingestion.contracts.staging from contract project_incubated; change that, not this.
with events as (
    {{ log_events('project_incubated') }}
),

typed as (
    select
        subject as incubation_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'incubation_name') }} as incubation_name,
        {{ json_text('data', 'incubation_kind') }} as incubation_kind,
        {{ json_text('data', 'direction') }} as direction,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
