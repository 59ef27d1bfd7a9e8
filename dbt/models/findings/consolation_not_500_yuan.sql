-- Rule of the source (一（四）四是): consolation money is 500 yuan a person. A row is a breach; it informs, it stops nothing.
-- The person is not named here and the street owns the finding: the fact leads there for whoever may know.
select
    cast(fact_id as {{ dbt.type_string() }}) as subject,
    coalesce(unit_code, source) as unit_code,
    period,
    occurred_on as breached_on,
    submission_id,
    fact_id,
    consolation_yuan,
    '有一笔工伤慰问金不是' || cast({{ constant('consolation_yuan_each') }} as bigint) || '元' as wrong_zh,
    'a consolation payment is not ' || cast({{ constant('consolation_yuan_each') }} as bigint) || ' yuan' as wrong_en
from {{ live('stg_consolation_paid') }}
where consolation_yuan <> {{ constant('consolation_yuan_each') }}
