-- Waivers as they stand: who approved (a role account), why, until when. They belong to no unit's own doing: only the
-- district grants them.
with granted as (
    select * from {{ live('stg_waiver_granted') }}
)

select
    waiver_no,
    unit_code,
    source,
    submission_id,
    period,
    waived_kind,
    waived_rule,
    waived_period,
    approver,
    waiver_reason,
    occurred_on as waived_on,
    expires_on,
    fact_id
from granted
