{# The basis that is shown is that of the seed, to the letter. #}
{% test basis_of_the_source(model) %}
select found.target_id, found.value_basis, targets.value_basis as source_basis
from {{ model }} as found
inner join {{ ref('targets') }} as targets on targets.id = found.target_id
where found.value_basis <> targets.value_basis
{% endtest %}
