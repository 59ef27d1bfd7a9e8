-- What every unit owes for every month, one row a business domain that its level fills in, and what became of it: on time,
-- late, missing, or waived by somebody for a reason until a day. Completeness, bounds and lists of the missing read this.
with domains (unit_level, domain, due_day, opening_due_day) as (
    {%- for level, domain, due_day, opening_due_day, _ in expected_domains() %}
    select '{{ level }}', '{{ domain }}', {{ due_day }}, {{ opening_due_day }}
    {%- if not loop.last %} union all {% endif %}
    {%- endfor %}
),

expected as (
    select
        expectations.unit_code, expectations.period, months.month_on, months.last_on, domains.domain,
        {{ add_days('months.last_on', 'case when months.has_flows then domains.due_day else domains.opening_due_day end') }}
            as due_on
    from {{ ref('expectations') }} as expectations
    inner join {{ ref('months') }} as months on months.month_on = expectations.month_on
    inner join domains on domains.unit_level = expectations.level
),

waived as (
    select
        expected.unit_code, expected.period, expected.domain, waivers.waiver_no, waivers.approver,
        waivers.waiver_reason, waivers.expires_on,
        row_number() over (
            partition by expected.unit_code, expected.period, expected.domain
            order by waivers.expires_on desc, waivers.waiver_no
        ) as nth
    from expected
    inner join {{ ref('waivers') }} as waivers
        on waivers.unit_code = expected.unit_code
        and (waivers.waived_rule is null or waivers.waived_rule = expected.domain)
        and {{ waives('waivers', 'expected.period', 'expected.due_on') }}
)

select
    expected.unit_code,
    expected.period,
    expected.month_on,
    expected.last_on,
    expected.domain,
    expected.due_on,
    came.receipt_no,
    came.received_at,
    case
        when {{ shanghai_day('came.received_at') }} <= expected.due_on then 'on_time'
        when came.received_at is not null then 'late'
        when waived.waiver_no is not null then 'waived'
        else 'missing'
    end as state,
    waived.waiver_no,
    waived.approver,
    waived.waiver_reason,
    waived.expires_on
from expected
left join {{ ref('domain_hand_ins') }} as came
    on came.unit_code = expected.unit_code and came.period = expected.period and came.domain = expected.domain
left join waived
    on waived.unit_code = expected.unit_code and waived.period = expected.period
    and waived.domain = expected.domain and waived.nth = 1
