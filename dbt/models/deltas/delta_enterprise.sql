-- Stocks of enterprises: +1 when an enterprise enters a state, −1 when it leaves it, on the day of the change.
{{ config(pre_hook="{{ replace_touched('enterprise') }}") }}
with changes as (
    select
        enterprise_code, valid_from, fact_id, position, recorded_at,
        unit_code, size_band, coverage, is_new_form, has_mechanism, is_closed,
        lag(unit_code) over before as was_unit_code,
        lag(size_band) over before as was_size_band,
        lag(coverage) over before as was_coverage,
        lag(is_new_form) over before as was_new_form,
        lag(has_mechanism) over before as was_mechanism,
        coalesce(lag(is_closed) over before, true) as was_closed
    from {{ ref('enterprise_history') }}
    where true {{ touched('enterprise', 'enterprise_code') }}
    window before as (partition by enterprise_code order by valid_from)
),

signed as (
    select
        enterprise_code, valid_from, fact_id, position, recorded_at, 1 as sign,
        unit_code, size_band, coverage, is_new_form, has_mechanism
    from changes
    where
        not is_closed
        and (
            was_closed or unit_code <> was_unit_code or size_band <> was_size_band or coverage <> was_coverage
            or is_new_form <> was_new_form or has_mechanism <> was_mechanism
        )
    union all
    select
        enterprise_code, valid_from, fact_id, position, recorded_at, -1 as sign,
        was_unit_code, was_size_band, was_coverage, was_new_form, was_mechanism
    from changes
    where
        not was_closed
        and (
            is_closed or unit_code <> was_unit_code or size_band <> was_size_band or coverage <> was_coverage
            or is_new_form <> was_new_form or has_mechanism <> was_mechanism
        )
)

select
    measures.delta_id as measure_id,
    'enterprise' as entity_kind,
    signed.enterprise_code as entity_id,
    signed.unit_code,
    signed.size_band,
    signed.valid_from as occurred_on,
    signed.recorded_at,
    cast(signed.sign as decimal(18, 2)) as delta,
    signed.fact_id,
    signed.position
from signed
inner join {{ ref('enterprise_measures') }} as measures
    on measures.coverage = signed.coverage and measures.is_new_form = signed.is_new_form
    and measures.has_mechanism = signed.has_mechanism
