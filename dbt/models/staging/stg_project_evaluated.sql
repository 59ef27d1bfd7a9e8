-- Written by ingestion.contracts.staging from contract project_evaluated; change that, not this.
with events as (
    {{ log_events('project_evaluated') }}
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
        {{ json_text('data', 'project_grade') }} as project_grade
    from events
)

select * from typed
