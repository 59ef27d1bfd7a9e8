-- Every month of the data, the opening month included.
with data_range as (
    select * from {{ ref('data_range') }}
)

select
    cast(spine.month_on as date) as month_on,
    {{ month_label('spine.month_on') }} as period,
    {{ add_days(add_months('spine.month_on', 1), -1) }} as last_on,
    -- The opening ledger states what stands, not what happened: its month has stocks and no flows.
    spine.month_on > data_range.opening_month_on as has_flows
from data_range
cross join {{ months_between('data_range.opening_month_on', 'data_range.last_month_on', 'spine') }}
