-- Every hand-in, and one row for each expected unit and month with none. is_expected stands on exactly one row of an
-- expected unit and month: its first valid monthly hand-in, else its latest one, else the row that says nothing came.
-- A waived one is not expected.
with hand_ins as (
    select
        hand_ins.*,
        row_number() over (
            partition by unit_code, period, is_monthly
            order by is_valid desc, case when is_valid then received_at end, received_at desc, submission_id
        ) as nth
    from {{ ref('hand_ins') }} as hand_ins
),

joined as (
    select
        coalesce(hand_ins.unit_code, expectations.unit_code) as unit_code,
        coalesce(hand_ins.period, expectations.period) as period,
        coalesce(not expectations.is_waived, false) as is_expected,
        coalesce(expectations.is_waived, false) as is_waived,
        -- Nobody owes a month that the data do not reach, and what was held or withdrawn for it has a due day as well.
        coalesce(
            expectations.due_on,
            {{ add_days(add_months("try_cast(hand_ins.period || '-01' as date)", 1), 2) }}
        ) as due_on,
        hand_ins.submission_id,
        hand_ins.receipt_no,
        hand_ins.received_at,
        hand_ins.decided_at,
        coalesce(hand_ins.is_valid, false) as is_received,
        hand_ins.state,
        hand_ins.kind,
        hand_ins.file_name,
        hand_ins.counts,
        hand_ins.findings
    from hand_ins
    full outer join {{ ref('expectations') }} as expectations
        on
            expectations.unit_code = hand_ins.unit_code and expectations.period = hand_ins.period
            and hand_ins.nth = 1 and hand_ins.is_monthly
),

found as (
    select
        submission_id,
        sum(case when severity = 'error' then found_count else 0 end) as errors,
        sum(case when severity = 'warning' then found_count else 0 end) as warnings
    from {{ ref('findings_listed') }}
    group by submission_id
)

select
    joined.unit_code,
    units.unit_name,
    units.level as unit_level,
    units.street_code,
    units.street_name,
    joined.period,
    -- A file that is not a workbook names no month: its period is 0000-00, and it has no first day.
    try_cast(joined.period || '-01' as date) as first_on,
    joined.is_expected,
    joined.due_on,
    cast(joined.submission_id as {{ dbt.type_string() }}) as submission_id,
    joined.receipt_no,
    joined.received_at,
    joined.decided_at,
    joined.is_received,
    joined.is_received and coalesce({{ shanghai_day('joined.received_at') }} <= joined.due_on, false) as is_on_time,
    coalesce(joined.state, case when joined.is_waived then 'waived' else 'missing' end) as state,
    joined.kind,
    joined.file_name,
    {%- for name in ['read', 'new', 'corrected', 'known', 'quarantined', 'held', 'rejected', 'blank', 'structural'] %}
    cast({{ json_text('joined.counts', name) }} as integer) as rows_{{ name }},
    {%- endfor %}
    cast(coalesce(found.errors, 0) as integer) as errors,
    cast(coalesce(found.warnings, 0) as integer) as warnings,
    {{ build_id() }} as build_id
from joined
left join {{ ref('dim_org_unit') }} as units on units.unit_code = joined.unit_code
left join found on found.submission_id = joined.submission_id
