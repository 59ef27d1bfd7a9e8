-- Sites in use by type: +1 on the day of opening, −1 on the day of closing. Who uses a site is never recorded.
{{ config(pre_hook="{{ replace_touched('site') }}") }}
with opened as (
    select site_no, site_type, coalesce(unit_code, source) as unit_code, occurred_on, fact_id, position, recorded_at
    from {{ live('stg_service_site_opened') }}
    where true {{ touched('site', 'site_no') }}
),

closed as (
    select
        closed.site_no, opened.site_type, opened.unit_code, closed.occurred_on, closed.fact_id, closed.position,
        closed.recorded_at
    from {{ live('stg_service_site_closed') }} as closed
    inner join opened on opened.site_no = closed.site_no and opened.occurred_on <= closed.occurred_on
),

signed as (
    select 1 as sign, * from opened
    union all
    select -1 as sign, * from closed
)

select
    'sites_' || site_type as measure_id,
    'site' as entity_kind,
    site_no as entity_id,
    unit_code,
    cast(null as {{ dbt.type_string() }}) as size_band,
    occurred_on,
    recorded_at,
    cast(sign as decimal(18, 2)) as delta,
    fact_id,
    position
from signed
