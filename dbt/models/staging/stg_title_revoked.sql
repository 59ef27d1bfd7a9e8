-- Written by ingestion.contracts.staging from contract title_revoked; change that, not this.
with events as (
    {{ log_events('title_revoked') }}
),

typed as (
    select
        subject as home_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'title_level') }} as title_level,
        {{ json_text('data', 'title_kind') }} as title_kind
    from events
)

select * from typed
