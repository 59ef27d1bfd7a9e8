-- Rule of the source (一（四）四是): 955 were visited, 640 of them consoled. Whoever is consoled for an injury was visited
-- for it. No person is named; the street owns the finding.
with visited as (
    select distinct member_id, injured_on from {{ live('stg_injured_worker_visited') }}
)

select
    cast(paid.fact_id as {{ dbt.type_string() }}) as subject,
    coalesce(paid.unit_code, paid.source) as unit_code,
    paid.period,
    paid.occurred_on as breached_on,
    paid.submission_id,
    paid.fact_id,
    '有一笔工伤慰问没有对应的探视' as wrong_zh,
    'a consolation has no visit to the same injury' as wrong_en
from {{ live('stg_consolation_paid') }} as paid
left join visited on visited.member_id = paid.member_id and visited.injured_on = paid.injured_on
where visited.member_id is null
