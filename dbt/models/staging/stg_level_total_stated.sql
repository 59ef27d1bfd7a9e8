-- Written by ingestion.contracts.staging from contract level_total_stated; change that, not this.
with events as (
    {{ log_events('level_total_stated') }}
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
        {{ json_text('data', 'measure_id') }} as measure_id,
        {{ json_text('data', 'total_period') }} as total_period,
        cast({{ json_text('data', 'stated_total') }} as decimal(18, 2)) as stated_total
    from events
)

select * from typed
