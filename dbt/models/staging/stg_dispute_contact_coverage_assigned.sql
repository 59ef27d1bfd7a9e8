-- Written by ingestion.contracts.staging from contract dispute_contact_coverage_assigned; change that, not this.
with events as (
    {{ log_events('dispute_contact_coverage_assigned') }}
),

typed as (
    select
        subject as enterprise_code,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'staff_id') }} as staff_id
    from events
)

select * from typed
