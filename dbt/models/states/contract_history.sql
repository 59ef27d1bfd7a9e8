-- Collective contracts in force by subject (the enterprise, or the contract itself when it is regional), as intervals:
-- number of contracts, and the largest number of workers that one of them covers (details 19). A contract is in force
-- from the day it is signed to valid_to inclusive; an Expired event only shortens.
{{ config(materialized='incremental', incremental_strategy='append', on_schema_change='fail',
          pre_hook="{{ replace_touched('contract', 'subject_id') }}") }}
with contracts as (
    select
        coalesce(signed.enterprise_code, signed.contract_no) as subject_id, signed.enterprise_code,
        coalesce(signed.unit_code, signed.source) as unit_code, signed.workers_covered, signed.fact_id, signed.position,
        signed.recorded_at, signed.occurred_on as starts_on,
        least({{ next_day('signed.valid_to') }}, coalesce(expired.occurred_on, {{ last_day() }})) as ends_on
    from {{ live('stg_collective_contract_signed') }} as signed
    left join {{ live('stg_collective_contract_expired') }} as expired
        -- An end before the beginning is no end of this one: the number was renewed since.
        on expired.contract_no = signed.contract_no and signed.occurred_on <= expired.occurred_on
    where true {{ touched('contract', 'coalesce(signed.enterprise_code, signed.contract_no)') }}
),

in_force as (
    select * from contracts where starts_on < ends_on
),

places as (
    select enterprise_code, unit_code, size_band, place_from as valid_from, valid_to
    from {{ ref('enterprise_history') }}
    where enterprise_code in (select enterprise_code from in_force)
),

days as (
    select subject_id, starts_on as day from in_force
    union
    select subject_id, ends_on as day from in_force
    union
    select in_force.subject_id, places.valid_from as day
    from in_force
    inner join places on places.enterprise_code = in_force.enterprise_code
    where places.valid_from > in_force.starts_on and places.valid_from < in_force.ends_on
),

intervals as (
    select
        subject_id, day as valid_from,
        lead(day) over (partition by subject_id order by day) as valid_to
    from days
),

folded as (
    select
        intervals.subject_id, intervals.valid_from, intervals.valid_to,
        count(*) as contracts, max(in_force.workers_covered) as workers_covered,
        max(in_force.enterprise_code) as enterprise_code,
        max_by(in_force.unit_code, (in_force.starts_on, in_force.fact_id)) as unit_code,
        max_by(in_force.fact_id, (in_force.starts_on, in_force.fact_id)) as fact_id,
        max_by(in_force.position, (in_force.starts_on, in_force.fact_id)) as position,
        max_by(in_force.recorded_at, (in_force.starts_on, in_force.fact_id)) as recorded_at
    from intervals
    inner join in_force
        on in_force.subject_id = intervals.subject_id
        and in_force.starts_on <= intervals.valid_from and intervals.valid_from < in_force.ends_on
    where intervals.valid_to is not null
    group by intervals.subject_id, intervals.valid_from, intervals.valid_to
)

select
    folded.subject_id,
    folded.valid_from,
    folded.valid_to,
    coalesce(places.unit_code, folded.unit_code) as unit_code,
    places.size_band,
    folded.contracts,
    folded.workers_covered,
    folded.fact_id,
    folded.position,
    folded.recorded_at
from folded
left join places
    on places.enterprise_code = folded.enterprise_code
    and places.valid_from <= folded.valid_from and folded.valid_from < places.valid_to
