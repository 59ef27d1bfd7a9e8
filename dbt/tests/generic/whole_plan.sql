{# Every target of the plan is a row, and no other; without a closed month there is nothing to measure and no row. #}
{% test whole_plan(model) %}
select coalesce(targets.id, found.target_id) as target_id
from {{ ref('targets') }} as targets
full outer join {{ model }} as found on found.target_id = targets.id
where (targets.id is null or found.target_id is null) and exists (select 1 from {{ ref('periods') }})
{% endtest %}
