-- Rule of the source (二（五）二是, 一课两活动): each recuperation batch holds a history lesson, a technical exchange and a
-- health talk.
select
    batch_no as subject,
    coalesce(unit_code, source) as unit_code,
    period,
    occurred_on as breached_on,
    submission_id,
    history_lessons, tech_exchanges, health_talks,
    '疗休养批次' || batch_no || '：党史课' || history_lessons || '次、技术交流' || tech_exchanges || '次、健康科普' || health_talks
    || '次，应各不少于1次' as wrong_zh,
    'batch ' || batch_no || ': lessons ' || history_lessons || ', exchanges ' || tech_exchanges || ', health talks '
    || health_talks || '; at least one of each is asked for' as wrong_en
from {{ live('stg_recuperation_batch_held') }}
where history_lessons < 1 or tech_exchanges < 1 or health_talks < 1
