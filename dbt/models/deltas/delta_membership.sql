-- Members of a federation: +1 on the day of joining, −1 on the day the membership ends. Whether a member counts as
-- new-form is a column of the row, not the tag of an enterprise (details 21).
{{ config(pre_hook="{{ replace_touched('membership') }}") }}
with enrolled as (
    select member_id, unit_code, is_new_form, occurred_on, fact_id, position, recorded_at
    from {{ live('stg_member_enrolled') }}
    where true {{ touched('membership', 'member_id') }}
),

ended as (
    select
        ended.member_id, ended.unit_code, enrolled.is_new_form, ended.occurred_on, ended.fact_id, ended.position,
        ended.recorded_at
    from {{ live('stg_membership_ended') }} as ended
    inner join enrolled
        on enrolled.member_id = ended.member_id and enrolled.unit_code = ended.unit_code
        and enrolled.occurred_on <= ended.occurred_on
),

signed as (
    select 'members' as measure_id, 1 as sign, * from enrolled
    union all
    select 'members' as measure_id, -1 as sign, * from ended
    union all
    select 'new_form_members' as measure_id, 1 as sign, * from enrolled where is_new_form
    union all
    select 'new_form_members' as measure_id, -1 as sign, * from ended where is_new_form
    union all
    select 'members_enrolled' as measure_id, 1 as sign, * from enrolled
)

select
    measure_id,
    'membership' as entity_kind,
    member_id as entity_id,
    unit_code,
    cast(null as {{ dbt.type_string() }}) as size_band,
    occurred_on,
    recorded_at,
    cast(sign as decimal(18, 2)) as delta,
    fact_id,
    position
from signed
