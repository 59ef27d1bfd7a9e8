{# The state of a target and the status of its indicator, for the year they are both about, are the same word; `not_due`
   is what the figures of a year before the plan say. #}
{% test agrees_with_indicators(model) %}
select found.target_id, found.state, figures.target_status
from {{ model }} as found
inner join {{ ref('indicator_targets') }} as drawn on drawn.target_id = found.target_id and drawn.from_year = drawn.to_year
inner join {{ ref('fct_indicator_value') }} as figures
    on figures.indicator_id = found.indicator_id and figures.period = drawn.to_year
    and figures.unit_level = 'district' and figures.reading = 'as_was'
where figures.target_status not in ('not_due', 'no_data') and figures.target_status <> found.state
{% endtest %}
