-- Contracts in force and workers covered: + at the start of each interval, − at its end; a future end is already there.
{{ config(pre_hook="{{ replace_touched('contract') }}") }}
with states as (
    select * from {{ ref('contract_history') }} where true {{ touched('contract', 'subject_id') }}
),

signed as (
    select *, valid_from as occurred_on, 1 as sign from states
    union all
    select *, valid_to as occurred_on, -1 as sign from states
),

counted as (
    select 'contracts_in_force' as measure_id, sign * contracts as delta, * from signed
    union all
    select 'contract_workers_covered' as measure_id, sign * workers_covered as delta, * from signed
)

select
    measure_id,
    'contract' as entity_kind,
    subject_id as entity_id,
    unit_code,
    size_band,
    occurred_on,
    recorded_at,
    cast(delta as decimal(18, 2)) as delta,
    fact_id,
    position
from counted
