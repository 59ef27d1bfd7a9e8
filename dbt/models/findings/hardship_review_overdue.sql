-- Limit of the source's use (W27, X8): a hardship file is reviewed by a person before its day, or it lapses. The household is
-- not named; the street owns the finding. Judged at the last day.
with reviewed as (
    select member_id, max(occurred_on) as reviewed_on
    from {{ live('stg_hardship_reviewed') }}
    group by member_id
)

select
    cast(files.fact_id as {{ dbt.type_string() }}) as subject,
    coalesce(files.unit_code, files.source) as unit_code,
    {{ month_label(read_day()) }} as period,
    {{ read_day() }} as breached_on,
    files.submission_id,
    files.fact_id,
    files.review_due_on,
    '有一份困难档案超过复核期限' || files.review_due_on || '仍未复核' as wrong_zh,
    'a hardship file was to be reviewed by ' || files.review_due_on || ' and was not' as wrong_en
from {{ live('stg_hardship_registered') }} as files
left join reviewed on reviewed.member_id = files.member_id and reviewed.reviewed_on >= files.occurred_on
where files.review_due_on < {{ read_day() }} and reviewed.reviewed_on is null
