-- Everything stated about union bodies, one row a fact. Order of one day: rank of the event type, then the number that
-- a move of that day bears, then fact_id; never arrival (details 16, 17).
select
    unit_code, source, submission_id, period, occurred_on, 0 as rank, 1 as move_no, fact_id, unit_name, level,
    parent_code, official_order, is_reporting, occurred_on as registered_on, period as registered_period,
    cast(null as date) as closed_on
from {{ live('stg_org_unit_registered') }}
union all
select
    unit_code, source, submission_id, period, occurred_on, 1, 1, fact_id, new_name, null, null,
    null, null, null, null, null
from {{ live('stg_org_unit_renamed') }}
union all
select
    unit_code, source, submission_id, period, occurred_on, 2, coalesce(move_no, 1), fact_id, null, null,
    new_parent_code, null, null, null, null, null
from {{ live('stg_org_unit_moved') }}
union all
select
    unit_code, source, submission_id, period, occurred_on, 3, 1, fact_id, null, null, principal_successor_code,
    null, null, null, null, ended_on
from (select *, occurred_on as ended_on from {{ live('stg_org_unit_split') }} as facts) as ended
union all
select
    unit_code, source, submission_id, period, occurred_on, 4, 1, fact_id, null, null, merged_into_code,
    null, null, null, null, ended_on
from (select *, occurred_on as ended_on from {{ live('stg_org_unit_merged') }} as facts) as ended
union all
select
    unit_code, source, submission_id, period, occurred_on, 5, 1, fact_id, null, null, null,
    null, null, null, null, ended_on
from (select *, occurred_on as ended_on from {{ live('stg_org_unit_closed') }} as facts) as ended
