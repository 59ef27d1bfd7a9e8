-- Union bodies as they stand at the head of the log, with the street each belongs to, in the official order.
with units as (
    select * from {{ ref('org_unit_history') }} where valid_to = {{ last_day() }}
),

streets as (
    select
        closure.descendant_code as unit_code,
        streets.unit_code as street_code,
        streets.unit_name as street_name,
        row_number() over (partition by closure.descendant_code order by closure.distance) as nth
    from {{ ref('org_closure') }} as closure
    inner join units as streets on streets.unit_code = closure.ancestor_code and streets.level = 'street'
    where closure.valid_to = {{ last_day() }}
)

select
    units.unit_code,
    units.unit_name,
    units.level,
    units.parent_code,
    streets.street_code,
    streets.street_name,
    cast(units.official_order as integer) as official_order,
    units.is_reporting as reports,
    units.registered_on as valid_from,
    units.closed_on as valid_to,
    {{ build_id() }} as build_id
from units
left join streets on streets.unit_code = units.unit_code and streets.nth = 1
