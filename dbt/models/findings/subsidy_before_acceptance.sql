-- Rule of the source (一（七）三是): a workers' home is subsidised after it was accepted.
select
    paid.home_no || coalesce(' ' || paid.subsidy_no, '') as subject,
    coalesce(accepted.unit_code, paid.source) as unit_code,
    paid.period,
    paid.occurred_on as breached_on,
    paid.submission_id,
    accepted.occurred_on as accepted_on,
    paid.home_subsidy_yuan,
    '职工之家' || paid.home_no || '的补助付于' || paid.occurred_on
    || case when accepted.occurred_on is null then '，没有验收' else '，早于验收日' || accepted.occurred_on end as wrong_zh,
    'workers'' home ' || paid.home_no || ' was subsidised on ' || paid.occurred_on
    || case
        when accepted.occurred_on is null then ' and never accepted'
        else ', accepted only on ' || accepted.occurred_on end as wrong_en
from {{ live('stg_home_subsidy_paid') }} as paid
left join {{ live('stg_home_accepted') }} as accepted on accepted.home_no = paid.home_no
where accepted.occurred_on is null or accepted.occurred_on > paid.occurred_on
