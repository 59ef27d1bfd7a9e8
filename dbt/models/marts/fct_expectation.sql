-- What every unit owes for every month, one row a business domain that its level fills in, and what became of it: on time,
-- late, missing, or waived by somebody for a reason until a day. Key: unit_code, period, domain.
select
    expected.unit_code,
    units.unit_name,
    units.level as unit_level,
    units.street_code,
    units.street_name,
    expected.period,
    expected.month_on as first_on,
    expected.domain,
    expected.due_on,
    expected.receipt_no,
    expected.received_at,
    expected.state,
    expected.waiver_no,
    expected.approver,
    expected.waiver_reason,
    expected.expires_on,
    {{ build_id() }} as build_id
from {{ ref('domain_expectations') }} as expected
inner join {{ ref('dim_org_unit') }} as units on units.unit_code = expected.unit_code
