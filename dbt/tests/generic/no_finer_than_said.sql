{# An indicator is shown for no unit below the finest level that the catalogue gives it. #}
{% test no_finer_than_said(model, where='true') %}
select shown.indicator_id, shown.unit_code
from (select * from {{ model }} where {{ where }}) as shown
inner join {{ ref('dim_indicator') }} as indicators on indicators.indicator_id = shown.indicator_id
where
    (indicators.finest_level = 'district' and shown.unit_level <> 'district')
    or (indicators.finest_level = 'street' and shown.unit_level = 'federation')
{% endtest %}
