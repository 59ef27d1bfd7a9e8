-- Contracts are counted by number (W16). When two units use one number for two enterprises, the later statement covers
-- the earlier one, and a contract is lost. A row is such a number, until the covered contract stands under another one.
with present as (
    select * from {{ live('stg_collective_contract_signed') }}
),

covered as (
    select
        present.contract_no, present.enterprise_code, present.source, present.period, present.submission_id,
        earlier.enterprise_code as covered_enterprise_code, earlier.source as covered_source, present.occurred_on,
        row_number() over (partition by present.contract_no order by earlier.position desc) as nth
    from present
    inner join {{ ref('stg_collective_contract_signed') }} as earlier
        on earlier.fact_id = present.fact_id and earlier.position < present.position
    left join present as elsewhere
        on elsewhere.enterprise_code = earlier.enterprise_code and elsewhere.occurred_on = earlier.occurred_on
    where
        earlier.action <> 'retracted' and earlier.source <> present.source
        and earlier.enterprise_code <> present.enterprise_code and elsewhere.contract_no is null
)

select
    contract_no as subject,
    covered_source as unit_code,
    period,
    occurred_on as breached_on,
    submission_id,
    enterprise_code,
    covered_enterprise_code,
    '合同编号' || contract_no || '先用于企业' || covered_enterprise_code || '，后又用于企业' || enterprise_code || '，前一份已被盖掉'
        as wrong_zh,
    'contract number ' || contract_no || ' was used for enterprise ' || covered_enterprise_code || ' and then for '
    || enterprise_code || ': the first one is covered' as wrong_en
from covered
where nth = 1
