-- Written by ingestion.contracts.staging from contract media_article_published; change that, not this.
with events as (
    {{ log_events('media_article_published') }}
),

typed as (
    select
        subject as article_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'outlet') }} as outlet,
        {{ json_text('data', 'article_topic') }} as article_topic,
        cast({{ json_text('data', 'placements') }} as bigint) as placements,
        cast({{ json_text('data', 'page') }} as bigint) as page,
        {{ json_text('data', 'unit_code') }} as unit_code
    from events
)

select * from typed
