-- A move, merger or split that would hang a unit below itself: it is left out of the tree; whoever reported it answers.
with circles as (
    select * from {{ ref('org_unit_circles') }}
)

select
    circles.fact_id,
    changes.source as owner_unit_code,
    circles.unit_code,
    changes.period,
    changes.occurred_on,
    circles.parent_code,
    '会使单位成为自己的下级，未采用，单位仍属原上级' as reason_zh,
    'would hang the unit below itself; not applied, the unit stays where it was' as reason_en,
    '请核对上级或继承单位代码，用更正报送改正' as remedy_zh,
    'check the code of the parent or successor and hand in a 更正' as remedy_en
from circles
inner join {{ ref('org_unit_changes') }} as changes on changes.fact_id = circles.fact_id
