{# Whatever is said to be met reaches the level that stands beside it; and where each one is tested, each one does. #}
{% test met_reaches_its_level(model) %}
select found.target_id, found.value, found.operator, found.level, found.units_met, found.units_tested
from {{ model }} as found
inner join {{ ref('plan_targets') }} as plan on plan.target_id = found.target_id
where
    found.state = 'met'
    and (
        (
            found.level is not null and found.value is not null
            and not {{ meets('found.value', 'found.operator', 'found.level', 'plan.tolerance') }}
            -- A week with holidays is held to less than the level, and may be the least of those that met it.
            and not exists (
                select 1 from {{ ref('target_pieces') }} as pieces
                where pieces.target_id = found.target_id and pieces.value = found.value and pieces.is_met
                    and pieces.owed < found.level
            )
        )
        or coalesce(found.units_met, 0) <> coalesce(found.units_tested, 0)
        or (plan.test like 'each%' and coalesce(found.units_tested, 0) = 0)
    )
{% endtest %}
