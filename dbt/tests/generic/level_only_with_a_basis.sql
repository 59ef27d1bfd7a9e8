{# A level is shown where the source prints, counts or calls it full coverage, and nowhere else; without one nothing is
   expected, and an assumed one is never said to be met or missed. #}
{% test level_only_with_a_basis(model) %}
select target_id, value_basis, level, state
from {{ model }}
where
    (level is not null) <> (value_basis in ({{ bases_with_level() }}))
    or (value_basis = 'assumed') <> (state = 'no_level_set')
    or (state = 'no_baseline' and value_basis <> 'baseline_direction')
    or (pace_expected is not null and level is null)
{% endtest %}
