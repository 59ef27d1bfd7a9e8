-- What has been done with an enterprise that is not closed: the steps of founding a union where there is none yet
-- (三到位), under a dispute contact, worked on as one of the six types, a consultation mechanism by tier. It moves with
-- the enterprise.
{{ config(pre_hook="{{ replace_touched('enterprise') }}") }}
with left_behind as (
    select
        covers.enterprise_code, released.occurred_on, released.fact_id, released.position, released.recorded_at,
        row_number() over (
            partition by covers.enterprise_code, covers.staff_id order by released.occurred_on, released.fact_id
        ) as nth
    from {{ live('stg_dispute_contact_coverage_assigned') }} as covers
    inner join {{ ref('contacts_left') }} as released
        on released.staff_id = covers.staff_id and covers.occurred_on <= released.occurred_on
    where true {{ touched('enterprise', 'covers.enterprise_code') }}
),

reached as (
    select enterprise_code, 'none_' || step as flag, occurred_on, 1 as change, fact_id, position, recorded_at
    from {{ live('stg_outreach_step_done') }}
    where true {{ touched('enterprise', 'enterprise_code') }}
    union all
    select steps.enterprise_code, 'outreach_' || types.type_code, greatest(steps.occurred_on, types.occurred_on), 1,
        steps.fact_id, steps.position, steps.recorded_at
    from {{ live('stg_outreach_step_done') }} as steps
    inner join {{ live('stg_enterprise_type_assigned') }} as types on types.enterprise_code = steps.enterprise_code
    where true {{ touched('enterprise', 'steps.enterprise_code') }}
    union all
    select enterprise_code, 'in_contact', occurred_on, 1, fact_id, position, recorded_at
    from {{ live('stg_dispute_contact_coverage_assigned') }}
    where true {{ touched('enterprise', 'enterprise_code') }}
    union all
    -- A contact who leaves takes his enterprises with him.
    select enterprise_code, 'in_contact', occurred_on, -1, fact_id, position, recorded_at
    from left_behind
    where nth = 1
    union all
    select enterprise_code, 'mechanisms_' || cover_key, occurred_on, 1 - 2 * ends, fact_id, position, recorded_at
    from {{ ref('enterprise_covers') }}
    where cover = 'mechanism' {{ touched('enterprise', 'enterprise_code') }}
),

flags as (
    select distinct enterprise_code, flag from reached
),

-- The days on which the flag or the enterprise may change, with what happened that day.
steps as (
    select enterprise_code, flag, occurred_on, change, fact_id, position, recorded_at from reached
    union all
    select flags.enterprise_code, flags.flag, places.valid_from, 0, places.fact_id, places.position, places.recorded_at
    from flags
    inner join {{ ref('enterprise_history') }} as places on places.enterprise_code = flags.enterprise_code
),

days as (
    select
        enterprise_code, flag, occurred_on,
        sum(sum(change)) over (partition by enterprise_code, flag order by occurred_on) as standing,
        max_by(fact_id, (abs(change), fact_id)) as fact_id,
        max_by(position, (abs(change), fact_id)) as position,
        max_by(recorded_at, (abs(change), fact_id)) as recorded_at
    from steps
    group by enterprise_code, flag, occurred_on
),

placed as (
    select
        days.*, places.unit_code, places.size_band,
        coalesce(
            days.standing > 0 and not places.is_closed
            and (left(days.flag, 5) <> 'none_' or places.coverage = 'none'), false
        ) as counts
    from days
    left join {{ ref('enterprise_history') }} as places
        on places.enterprise_code = days.enterprise_code
        and places.valid_from <= days.occurred_on and days.occurred_on < places.valid_to
),

changes as (
    select
        *, coalesce(lag(counts) over before, false) as counted, lag(unit_code) over before as was_unit_code,
        lag(size_band) over before as was_size_band
    from placed
    window before as (partition by enterprise_code, flag order by occurred_on)
),

signed as (
    select *, unit_code as at_unit, size_band as at_band, 1 as sign
    from changes
    where counts and (not counted or unit_code <> was_unit_code or size_band <> was_size_band)
    union all
    select *, was_unit_code, was_size_band, -1
    from changes
    where counted and (not counts or unit_code <> was_unit_code or size_band <> was_size_band)
)

select
    'enterprises_' || flag as measure_id,
    'enterprise' as entity_kind,
    enterprise_code as entity_id,
    at_unit as unit_code,
    at_band as size_band,
    occurred_on,
    recorded_at,
    cast(sign as decimal(18, 2)) as delta,
    fact_id,
    position
from signed
