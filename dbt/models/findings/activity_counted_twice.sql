-- Rule of the source (W28): one series for each activity. The contract has one series a number, so a double count needs
-- two numbers: same unit, day, channel, people and person-times. Those are the probable ones; only the unit knows.
with attended as (
    select
        held.activity_no, held.series, held.channel, coalesce(held.unit_code, held.source) as unit_code,
        held.occurred_on, held.period, held.submission_id, attended.people, attended.person_times
    from {{ live('stg_service_activity_held') }} as held
    inner join {{ live('stg_activity_attendance_reported') }} as attended on attended.activity_no = held.activity_no
    where greatest(coalesce(attended.people, 0), coalesce(attended.person_times, 0)) > 0
),

alike as (
    select
        *,
        lag(activity_no) over same as other_no,
        lag(series) over same as other_series
    from attended
    window same as (
        partition by unit_code, occurred_on, channel, people, person_times order by activity_no
    )
)

select
    activity_no as subject,
    unit_code,
    period,
    occurred_on as breached_on,
    submission_id,
    other_no,
    series,
    other_series,
    '活动' || activity_no || '与' || other_no || '同单位、同日、人数相同'
    || case when series = other_series then '' else '，系列不同' end || '，可能是同一场' as wrong_zh,
    'activities ' || activity_no || ' and ' || other_no || ' have the same unit, day and attendance'
    || case when series = other_series then '' else ' under two series' end || ': probably one' as wrong_en
from alike
where other_no is not null
