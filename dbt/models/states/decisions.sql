-- Every decision on a hand-in, one row an event of the log; instants in UTC.
with decisions as (
    {%- for state in decision_types() %}
    select '{{ state }}' as decision, * from {{ ref('stg_submission_' ~ state) }}
    {%- if not loop.last %} union all {% endif %}
    {%- endfor %}
)

select
    decision,
    position,
    submission_id,
    receipt_no,
    sender as unit_code,
    hand_in_period as period,
    kind,
    file_name,
    contracts,
    replaces,
    cast(received_at as timestamp) as received_at,
    recorded_at as decided_at,
    counts,
    findings
from decisions
