-- Complaints count on the day they are answered, in the community that the ticket names, else with the sender.
{{ config(pre_hook="{{ replace_touched('complaint') }}") }}
with received as (
    select ticket_no, coalesce(unit_code, source) as unit_code, occurred_on, fact_id, position, recorded_at
    from {{ live('stg_complaint_received') }}
    where true {{ touched('complaint', 'ticket_no') }}
),

resolved as (
    select
        resolved.ticket_no, coalesce(received.unit_code, resolved.source) as unit_code, resolved.occurred_on,
        resolved.fact_id, resolved.position, resolved.recorded_at
    from {{ live('stg_complaint_resolved') }} as resolved
    left join received on received.ticket_no = resolved.ticket_no
    where true {{ touched('complaint', 'resolved.ticket_no') }}
),

counted as (
    select 'complaints_received' as measure_id, * from received
    union all
    select 'complaints_resolved' as measure_id, * from resolved
)

select
    measure_id,
    'complaint' as entity_kind,
    ticket_no as entity_id,
    unit_code,
    cast(null as {{ dbt.type_string() }}) as size_band,
    occurred_on,
    recorded_at,
    cast(1 as decimal(18, 2)) as delta,
    fact_id,
    position
from counted
