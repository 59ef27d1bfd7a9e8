{# What the units count themselves, added up over a street or over everything, is the figure of that street or of the
   district: on both maps, numerator and denominator, nothing left out and nothing twice. Of a federation on today's map,
   because as it was its own line outlives a merger. #}
{% test adds_up_at_every_level(model) %}
with added as (
    {%- for code in ['district.unit_code', 'own.street_code', 'own.federation_code'] %}
    select
        own.indicator_id, {{ code }} as unit_code, own.period, own.reading,
        sum(coalesce(own.value, own.numerator)) as numerator, sum(own.denominator) as denominator
    from {{ model }} as own
    cross join {{ ref('dim_org_unit') }} as district
    where
        district.level = 'district' and {{ code }} is not null
        {%- if code == 'own.federation_code' %} and own.reading = 'today'{% endif %}
    group by own.indicator_id, {{ code }}, own.period, own.reading
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select added.*, cells.numerator as shown_numerator, cells.denominator as shown_denominator
from added
full join {{ ref('indicator_cells') }} as cells
    on cells.indicator_id = added.indicator_id and cells.unit_code = added.unit_code
    and cells.period = added.period and cells.reading = added.reading
where
    (added.indicator_id is not null or (
        cells.grain = 'year' and cells.unit_level in ('district', 'street')
        and cells.indicator_id in (select indicator_id from {{ model }})
    ))
    and (
        added.numerator is distinct from cells.numerator or added.denominator is distinct from cells.denominator
    )
{% endtest %}
