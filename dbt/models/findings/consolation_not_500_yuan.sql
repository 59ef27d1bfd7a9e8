-- Rule of the source (一（四）四是): consolation money is 500 yuan a person. A row is a breach; it informs, it stops nothing.
-- The person is not named here: the fact leads there for whoever may know.
with paid as (
    select * from {{ live('stg_consolation_paid') }}
)

select
    fact_id,
    coalesce(unit_code, source) as unit_code,
    period,
    occurred_on,
    consolation_yuan
from paid
where consolation_yuan <> {{ constant('consolation_yuan_each') }}
