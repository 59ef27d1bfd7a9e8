-- What an analyst would write by hand for the same figures from the same Parquet: one query, every measure of the catalogue
-- by month for the district and its streets, corrections and closures resolved, size bands over time. No deltas are kept,
-- nothing can be drilled into, no target, no history of the units: the floor that the models are compared with.
-- {segments} is the list of files.
with events as materialized (
    select position, type, action, fact_id, subject, source, occurred_on, data
    from read_parquet({segments})
    where position not in (select supersedes from read_parquet({segments}) where supersedes is not null)
    and action <> 'retracted'
),

months as (
    select cast(unnest(generate_series(date '2021-12-01', date '2022-12-01', interval 1 month)) as date) as month_on
),

enterprise_events as (
    select
        subject, occurred_on,
        case type when 'enterprise_registered' then 0 when 'enterprise_moved' then 5 when 'enterprise_closed' then 6 else 3 end as rank,
        case type when 'enterprise_registered' then data ->> '$.unit_code' when 'enterprise_moved' then data ->> '$.moved_to_unit_code' end as unit_code,
        case when type = 'enterprise_headcount_reported' then cast(data ->> '$.headcount' as bigint) end as headcount,
        case when type = 'enterprise_registered' then occurred_on end as registered_on,
        type = 'enterprise_closed' as is_closed,
        type = 'enterprise_type_assigned' and (data ->> '$.type_code') = 'new_form' as is_new_form,
        case type when 'enterprise_union_established' then 1 when 'enterprise_union_dissolved' then -1 else 0 end as own_union,
        case type when 'enterprise_joined_federation' then 1 when 'enterprise_left_federation' then -1 else 0 end as federation,
        case type when 'consultation_mechanism_established' then 1 when 'consultation_mechanism_lapsed' then -1 else 0 end as mechanism
    from events
    where type like 'enterprise%' or type like 'consultation_mechanism%'
),

states as (
    select
        subject,
        occurred_on as valid_from,
        coalesce(lead(occurred_on) over w, date '9999-12-31') as valid_to,
        last_value(unit_code ignore nulls) over w as unit_code,
        last_value(headcount ignore nulls) over w as headcount,
        max(registered_on) over w as registered_on,
        max(is_closed) over w as is_closed,
        max(is_new_form) over w as is_new_form,
        sum(own_union) over w as own_unions,
        sum(federation) over w as federations,
        sum(mechanism) over w as mechanisms
    from enterprise_events
    window w as (partition by subject order by occurred_on, rank rows between unbounded preceding and current row)
),

enterprise_months as (
    select
        left(states.unit_code, 9) as street_code, months.month_on,
        count(*) filter (where headcount >= 100) as large,
        count(*) filter (where headcount >= 100 and own_unions > 0) as large_own,
        count(*) filter (where headcount >= 100 and own_unions > 0 and mechanisms > 0) as large_mechanism,
        count(*) filter (where headcount between 25 and 99) as mid,
        count(*) filter (where headcount between 25 and 99 and own_unions > 0) as mid_own,
        count(*) filter (where headcount < 25 and own_unions <= 0 and federations > 0) as small_federation,
        count(*) filter (where is_new_form) as new_form,
        count(*) filter (where is_new_form and own_unions > 0) as new_form_own,
        count(*) filter (where is_new_form and own_unions <= 0 and federations > 0) as new_form_federation
    from states
    inner join months on states.valid_from <= last_day(months.month_on) and last_day(months.month_on) < states.valid_to
    where registered_on is not null and not is_closed
    group by 1, 2
),

places as (
    select subject, unit_code, case when valid_from = registered_on then date '0001-01-01' else valid_from end as valid_from, valid_to
    from states
    where registered_on is not null and valid_from < valid_to
),

disputes as (
    select subject, data ->> '$.enterprise_code' as enterprise_code, cast(data ->> '$.workers_involved' as bigint) as workers
    from events
    where type = 'dispute_opened'
),

tickets as (
    select subject, any_value(coalesce(data ->> '$.unit_code', source)) as unit_code
    from events
    where type in ('complaint_received', 'prelitigation_case_accepted', 'service_activity_held', 'training_project_delivered')
    group by subject
),

series as (
    select subject, data ->> '$.series' as series from events where type = 'service_activity_held'
),

flows as (
    select 'disputes' as measure, coalesce(places.unit_code, e.source) as unit_code, e.occurred_on, 1::decimal(18, 2) as amount
    from events as e left join disputes using (subject)
    left join places on places.subject = disputes.enterprise_code and places.valid_from <= e.occurred_on and e.occurred_on < places.valid_to
    where e.type = 'dispute_settled'
    union all
    select 'collective', coalesce(places.unit_code, e.source), e.occurred_on, 1
    from events as e inner join disputes on disputes.subject = e.subject and disputes.workers >= 30
    left join places on places.subject = disputes.enterprise_code and places.valid_from <= e.occurred_on and e.occurred_on < places.valid_to
    where e.type = 'dispute_settled'
    union all
    select 'benefit', coalesce(places.unit_code, e.source), e.occurred_on, cast(e.data ->> '$.benefit_yuan' as decimal(18, 2))
    from events as e left join disputes using (subject)
    left join places on places.subject = disputes.enterprise_code and places.valid_from <= e.occurred_on and e.occurred_on < places.valid_to
    where e.type = 'economic_benefit_recovered'
    union all
    select 'complaints', coalesce(tickets.unit_code, e.source), e.occurred_on, 1
    from events as e left join tickets using (subject) where e.type = 'complaint_resolved'
    union all
    select unnest(['prelitigation', 'prelitigation benefit']), coalesce(tickets.unit_code, e.source), e.occurred_on,
        unnest([1::decimal(18, 2), cast(e.data ->> '$.benefit_yuan' as decimal(18, 2))])
    from events as e left join tickets using (subject) where e.type = 'prelitigation_case_closed'
    union all
    select 'events ' || (data ->> '$.series'), coalesce(data ->> '$.unit_code', source), occurred_on, 1
    from events where type = 'service_activity_held'
    union all
    select unnest(['people ', 'times ']) || series.series, coalesce(tickets.unit_code, e.source), e.occurred_on,
        unnest([cast(e.data ->> '$.people' as bigint), cast(e.data ->> '$.person_times' as bigint)])
    from events as e inner join series using (subject) left join tickets using (subject)
    where e.type = 'activity_attendance_reported'
    union all
    select 'visited', unit_code, min(occurred_on), 1
    from (select *, coalesce(data ->> '$.unit_code', source) as unit_code, data ->> '$.injured_on' as injured_on from events where type = 'injured_worker_visited')
    group by subject, injured_on, unit_code, year(occurred_on)
    union all
    select unnest(['consoled', 'consolation']), coalesce(data ->> '$.unit_code', source), occurred_on,
        unnest([1::decimal(18, 2), cast(data ->> '$.consolation_yuan' as decimal(18, 2))])
    from events where type = 'consolation_paid'
    union all
    select 'consultations', coalesce(data ->> '$.unit_code', source), occurred_on, 1
    from events where type = 'injury_legal_consultation_given'
    union all
    select 'projects', coalesce(data ->> '$.unit_code', source), occurred_on, 1
    from events where type = 'training_project_delivered'
    union all
    select 'training', coalesce(tickets.unit_code, e.source), e.occurred_on, cast(e.data ->> '$.person_times' as bigint)
    from events as e left join tickets using (subject) where e.type = 'training_attendance_reported'
),

stock_changes as (
    select 'members' as measure, data ->> '$.unit_code' as unit_code, occurred_on, 1 as amount
    from events where type = 'member_enrolled' and (data ->> '$.is_new_form') = 'true'
    union all
    select 'members', e.data ->> '$.unit_code', e.occurred_on, -1
    from events as e
    inner join events as began on began.type = 'member_enrolled' and began.subject = e.subject
        and (began.data ->> '$.unit_code') = (e.data ->> '$.unit_code') and (began.data ->> '$.is_new_form') = 'true'
    where e.type = 'membership_ended'
    union all
    select 'sites ' || (data ->> '$.site_type'), coalesce(data ->> '$.unit_code', source), occurred_on, 1
    from events where type = 'service_site_opened'
),

contracts as (
    select data ->> '$.enterprise_code' as enterprise_code, occurred_on, cast(data ->> '$.valid_to' as date) as valid_to,
        cast(data ->> '$.workers_covered' as bigint) as workers
    from events where type = 'collective_contract_signed'
),

contract_months as (
    select month_on, street_code, sum(contracts) as contracts, sum(workers) as workers
    from (
        select months.month_on, left(places.unit_code, 9) as street_code, contracts.enterprise_code, count(*) as contracts, max(contracts.workers) as workers
        from contracts
        inner join months on contracts.occurred_on <= last_day(months.month_on) and last_day(months.month_on) <= contracts.valid_to
        left join places on places.subject = contracts.enterprise_code and places.valid_from <= last_day(months.month_on) and last_day(months.month_on) < places.valid_to
        group by all
    )
    group by all
),

measured as (
    select street_code, month_on, unnest(['large', 'large own', 'large mechanism', 'mid', 'mid own', 'small federation', 'new form', 'new form own', 'new form federation']) as measure,
        unnest([large, large_own, large_mechanism, mid, mid_own, small_federation, new_form, new_form_own, new_form_federation])::decimal(18, 2) as amount
    from enterprise_months
    union all
    select left(unit_code, 9), date_trunc('month', occurred_on)::date, measure, sum(amount) from flows group by all
    union all
    select left(unit_code, 9), months.month_on, measure, sum(amount)
    from stock_changes inner join months on stock_changes.occurred_on <= last_day(months.month_on) group by all
    union all
    select street_code, month_on, unnest(['contracts', 'workers']), unnest([contracts, workers]) from contract_months
)

select measure, month_on, coalesce(street_code, '440307') as unit_code, sum(amount) as amount
from measured
group by grouping sets ((measure, month_on, street_code), (measure, month_on))
