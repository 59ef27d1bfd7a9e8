-- One legal consultation on a work injury, where it says, else with the sender; the person is not recorded.
{{ config(pre_hook="{{ replace_touched('consultation') }}") }}
with given as (
    select consultation_no, coalesce(unit_code, source) as unit_code, occurred_on, recorded_at, fact_id, position
    from {{ live('stg_injury_legal_consultation_given') }}
    where true {{ touched('consultation', 'consultation_no') }}
)

select
    'injury_consultations' as measure_id,
    'consultation' as entity_kind,
    consultation_no as entity_id,
    unit_code,
    cast(null as {{ dbt.type_string() }}) as size_band,
    occurred_on,
    recorded_at,
    cast(1 as decimal(18, 2)) as delta,
    fact_id,
    position
from given
