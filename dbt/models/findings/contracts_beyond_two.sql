-- No contract is counted twice for one enterprise (W16): its workers are those of the largest contract in force. More
-- contracts at once than the setting mostly means that an end was never handed in. Judged at the last day.
select
    subject_id as subject,
    unit_code,
    {{ month_label(read_day()) }} as period,
    {{ read_day() }} as breached_on,
    cast(null as {{ type_uuid() }}) as submission_id,
    contracts,
    workers_covered,
    '企业' || subject_id || '同时有' || contracts || '份在效集体合同（一般不超过'
    || cast({{ setting('contracts_in_force_max') }} as bigint) || '份）' as wrong_zh,
    'enterprise ' || subject_id || ' has ' || contracts || ' collective contracts in force, usually at most '
    || cast({{ setting('contracts_in_force_max') }} as bigint) as wrong_en
from {{ ref('contract_history') }}
where
    valid_from <= {{ read_day() }} and valid_to > {{ read_day() }}
    and contracts > {{ setting('contracts_in_force_max') }}
