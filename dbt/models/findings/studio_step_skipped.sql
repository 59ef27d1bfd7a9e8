-- Rule of the source (W42): a studio climbs accepted, district demonstration, recommended, municipal demonstration. A
-- row is a step whose step before it is missing or later.
{% set ladder = ['accepted', 'district_demo', 'recommended', 'municipal_demo'] %}
{% set names = ['验收', '区级示范', '推荐市级', '市级示范'] %}
with steps as (
    select
        studio_no, studio_step, occurred_on, coalesce(unit_code, source) as unit_code, period, submission_id,
        case studio_step
            {%- for step in ladder %}
            when '{{ step }}' then {{ loop.index }}
            {%- endfor %}
        end as step_no,
        case studio_step
            {%- for step in ladder %}
            when '{{ step }}' then '{{ names[loop.index0] }}'
            {%- endfor %}
        end as step_zh
    from {{ live('stg_studio_step_reached') }}
)

select
    steps.studio_no || ' ' || steps.studio_step as subject,
    steps.unit_code,
    steps.period,
    steps.occurred_on as breached_on,
    steps.submission_id,
    steps.studio_no,
    steps.studio_step,
    before.occurred_on as before_on,
    '工作室' || steps.studio_no || '到达“' || steps.step_zh || '”（' || steps.occurred_on || '），前一级'
    || case when before.occurred_on is null then '没有登记' else '反而在后（' || before.occurred_on || '）' end as wrong_zh,
    'studio ' || steps.studio_no || ' reached ' || steps.studio_step || ' on ' || steps.occurred_on
    || '; the step before is '
    || case when before.occurred_on is null then 'missing' else 'later: ' || before.occurred_on end as wrong_en
from steps
left join steps as before on before.studio_no = steps.studio_no and before.step_no = steps.step_no - 1
where steps.step_no > 1 and (before.occurred_on is null or before.occurred_on > steps.occurred_on)
