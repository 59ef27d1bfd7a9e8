-- Where each unit lies, by interval [valid_from, valid_to): in which street, below which federation directly under the
-- street. The desk of a street has no federation, the desk of the district neither; a federation directly under the
-- district has no street. On any day a unit lies in one place.
with units as (
    select unit_code, level from {{ ref('org_unit_history') }} where valid_to = {{ last_day() }} and level <> 'outside'
),

steps as (
    select
        closure.ancestor_code, closure.descendant_code, closure.valid_from, closure.valid_to,
        uppers.level as upper_level, lowers.level as lower_level
    from {{ ref('org_closure') }} as closure
    inner join units as uppers on uppers.unit_code = closure.ancestor_code
    inner join units as lowers on lowers.unit_code = closure.descendant_code
    where closure.distance = 1
),

branches as (
    select
        cast(null as {{ dbt.type_string() }}) as street_code, cast(null as {{ dbt.type_string() }}) as federation_code,
        unit_code as top_code, false as has_below, {{ first_day() }} as valid_from, {{ last_day() }} as valid_to
    from units
    where level = 'district'
    union all
    select
        case when lower_level = 'street' then descendant_code end,
        case when lower_level <> 'street' then descendant_code end,
        descendant_code, lower_level <> 'street', valid_from, valid_to
    from steps
    where upper_level = 'district'
    union all
    select
        below.ancestor_code, below.descendant_code, below.descendant_code as top_code, true,
        greatest(tops.valid_from, below.valid_from), least(tops.valid_to, below.valid_to)
    from steps as tops
    inner join steps as below
        on below.ancestor_code = tops.descendant_code
        and below.valid_from < tops.valid_to and tops.valid_from < below.valid_to
    where tops.upper_level = 'district' and tops.lower_level = 'street'
)

select
    closure.descendant_code as unit_code, branches.street_code, branches.federation_code,
    greatest(branches.valid_from, closure.valid_from) as valid_from,
    least(branches.valid_to, closure.valid_to) as valid_to
from branches
inner join {{ ref('org_closure') }} as closure
    on closure.ancestor_code = branches.top_code and (branches.has_below or closure.distance = 0)
    and closure.valid_from < branches.valid_to and branches.valid_from < closure.valid_to
