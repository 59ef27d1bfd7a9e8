-- Disputes count on the day of their outcome, money on its own day, both where the enterprise sits that day; an
-- unknown enterprise leaves them with the unit that reported (details 7, 21). Collective: by the constant of the
-- catalogue.
{{ config(pre_hook="{{ replace_touched('dispute') }}") }}
with opened as (
    select case_no, enterprise_code, workers_involved, source, occurred_on, fact_id, position, recorded_at
    from {{ live('stg_dispute_opened') }}
    where true {{ touched('dispute', 'case_no') }}
),

settled as (
    select case_no, source, occurred_on, fact_id, position, recorded_at
    from {{ live('stg_dispute_settled') }}
    where true {{ touched('dispute', 'case_no') }}
),

recovered as (
    select case_no, source, occurred_on, fact_id, position, recorded_at, benefit_yuan
    from {{ live('stg_economic_benefit_recovered') }}
    where true {{ touched('dispute', 'case_no') }}
),

counted as (
    select
        'disputes_opened' as measure_id, case_no, enterprise_code, source, occurred_on, fact_id, position, recorded_at,
        cast(1 as decimal(18, 2)) as delta
    from opened
    union all
    select
        'disputes_settled', settled.case_no, opened.enterprise_code, settled.source, settled.occurred_on,
        settled.fact_id, settled.position, settled.recorded_at, 1
    from settled
    left join opened on opened.case_no = settled.case_no
    union all
    select
        'collective_disputes_settled', settled.case_no, opened.enterprise_code, settled.source, settled.occurred_on,
        settled.fact_id, settled.position, settled.recorded_at, 1
    from settled
    inner join opened on opened.case_no = settled.case_no
    where opened.workers_involved >= {{ constant('collective_dispute_min_workers') }}
    union all
    select
        'dispute_benefit_yuan', recovered.case_no, opened.enterprise_code, recovered.source, recovered.occurred_on,
        recovered.fact_id, recovered.position, recovered.recorded_at, recovered.benefit_yuan
    from recovered
    left join opened on opened.case_no = recovered.case_no
)

select
    counted.measure_id,
    'dispute' as entity_kind,
    counted.case_no as entity_id,
    coalesce(places.unit_code, counted.source) as unit_code,
    places.size_band,
    counted.occurred_on,
    counted.recorded_at,
    counted.delta,
    counted.fact_id,
    counted.position
from counted
left join {{ ref('enterprise_history') }} as places
    on places.enterprise_code = counted.enterprise_code
    and places.place_from <= counted.occurred_on and counted.occurred_on < places.valid_to
