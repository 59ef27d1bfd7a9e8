-- A move, merger or split that would hang a unit below itself: it is left out of the tree; whoever reported it answers.
with circles as (
    select
        *, row_number() over (partition by unit_code, on_day order by fact_id) as nth
    from {{ ref('org_unit_circles') }}
)

select
    circles.unit_code || ' ' || circles.on_day || '/' || circles.nth as subject,
    changes.source as unit_code,
    changes.period,
    changes.occurred_on as breached_on,
    changes.submission_id,
    circles.fact_id,
    circles.unit_code as unit_that_moves,
    circles.parent_code,
    circles.unit_code || ' ' || circles.on_day || '/' || circles.nth || '归到' || circles.parent_code
    || '会使该单位成为自己的下级，未采用，仍属原上级' as wrong_zh,
    circles.unit_code || ' ' || circles.on_day || '/' || circles.nth || ': below ' || circles.parent_code
    || ' the unit would hang below itself; not applied, it stays where it was' as wrong_en
from circles
inner join {{ ref('org_unit_changes') }} as changes on changes.fact_id = circles.fact_id
