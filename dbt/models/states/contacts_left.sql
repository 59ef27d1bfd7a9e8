-- Days on which a dispute contact left his last post: a release after which he stands in no other. A contact at two
-- places may give up one of them.
{{ config(materialized='view') }}
with posts as (
    select post.staff_id, post.occurred_on, min(ended.occurred_on) as ends_on
    from {{ live('stg_staff_assigned') }} as post
    left join {{ live('stg_staff_released') }} as ended
        on ended.staff_id = post.staff_id and post.occurred_on <= ended.occurred_on
        {{- same(['role', 'unit_code', 'enterprise_code'], 'ended', 'post') }}
    where post.role = 'dispute_contact'
    group by post.staff_id, post.occurred_on, post.fact_id
)

select staff_id, occurred_on, fact_id, position, recorded_at
from {{ live('stg_staff_released') }} as released
where
    role = 'dispute_contact'
    and not exists (
        select 1 from posts
        where posts.staff_id = released.staff_id and posts.occurred_on <= released.occurred_on
            and coalesce(posts.ends_on > released.occurred_on, true)
    )
