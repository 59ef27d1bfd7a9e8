{# A constant of the rules, from its row in the catalogue of indicators: the one place where its value stands. #}
{% macro constant(indicator_id) -%}
(select constant_value from {{ ref('indicators') }} where indicator_id = '{{ indicator_id }}')
{%- endmacro %}


{# Size band of a head count; without one there is no band (details 18). #}
{% macro size_band(headcount) -%}
case
            when {{ headcount }} >= {{ constant('size_band_large_min') }} then 'large'
            when {{ headcount }} >= {{ constant('size_band_mid_min') }} then 'mid'
            when {{ headcount }} is not null then 'small'
            else 'unknown'
        end
{%- endmacro %}
