-- The rate of consultation mechanisms is over enterprises with a union of their own (W14): a mechanism of the enterprise tier
-- stands at one of them. One of the park or community tier may reach enterprises that a federation covers, never those
-- that nobody covers. Judged at the last day.
with standing as (
    select enterprise_code, cover_key as tier
    from {{ ref('enterprise_covers') }}
    where cover = 'mechanism' and occurred_on <= {{ read_day() }}
    group by enterprise_code, cover_key
    having sum(1 - 2 * ends) > 0
)

select
    present.enterprise_code || ' ' || standing.tier as subject,
    present.unit_code,
    {{ month_label(read_day()) }} as period,
    {{ read_day() }} as breached_on,
    cast(null as {{ type_uuid() }}) as submission_id,
    present.enterprise_code,
    standing.tier,
    present.coverage,
    '企业' || present.enterprise_code || '登记了'
    || case standing.tier when 'enterprise' then '企业级' when 'park' then '园区级' else '社区级' end || '协商机制，但'
    || case present.coverage when 'none' then '未建会也未被工联会覆盖' else '没有单独建会' end as wrong_zh,
    'enterprise ' || present.enterprise_code || ' has a mechanism of the ' || standing.tier || ' tier, but '
    || case present.coverage when 'none' then 'nobody covers it' else 'no union of its own' end as wrong_en
from standing
inner join {{ ref('enterprise_history') }} as present
    on present.enterprise_code = standing.enterprise_code and present.valid_to = {{ last_day() }}
where
    not present.is_closed
    and (present.coverage = 'none' or (standing.tier = 'enterprise' and present.coverage <> 'own_union'))
