-- Written by ingestion.contracts.staging from contract skilled_workers_reported; change that, not this.
with events as (
    {{ log_events('skilled_workers_reported') }}
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
        cast({{ json_text('data', 'skilled_workers') }} as bigint) as skilled_workers
    from events
)

select * from typed
