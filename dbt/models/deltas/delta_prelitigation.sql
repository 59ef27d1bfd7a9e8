-- Pre-litigation cases and their money count on the day the case is closed, where its acceptance places it.
{{ config(pre_hook="{{ replace_touched('prelitigation') }}") }}
with accepted as (
    select mediation_no, unit_code
    from {{ live('stg_prelitigation_case_accepted') }}
    where true {{ touched('prelitigation', 'mediation_no') }}
),

closed as (
    select
        closed.mediation_no, coalesce(accepted.unit_code, closed.source) as unit_code, closed.occurred_on,
        closed.benefit_yuan, closed.fact_id, closed.position, closed.recorded_at
    from {{ live('stg_prelitigation_case_closed') }} as closed
    left join accepted on accepted.mediation_no = closed.mediation_no
    where true {{ touched('prelitigation', 'closed.mediation_no') }}
),

counted as (
    select 'prelitigation_cases_closed' as measure_id, cast(1 as decimal(18, 2)) as delta, * from closed
    union all
    select 'prelitigation_benefit_yuan' as measure_id, benefit_yuan as delta, * from closed
)

select
    measure_id,
    'prelitigation' as entity_kind,
    mediation_no as entity_id,
    unit_code,
    cast(null as {{ dbt.type_string() }}) as size_band,
    occurred_on,
    recorded_at,
    delta,
    fact_id,
    position
from counted
