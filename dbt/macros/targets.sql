{# Whether a value meets a threshold; 基本 (approx) counts within the tolerance that the project file sets. #}
{% macro meets(value, operator, threshold) -%}
case
            when {{ value }} is null or {{ threshold }} is null then cast(null as boolean)
            when {{ operator }} = '>=' then {{ value }} >= {{ threshold }}
            when {{ operator }} = '>' then {{ value }} > {{ threshold }}
            when {{ operator }} = '<=' then {{ value }} <= {{ threshold }}
            when {{ operator }} = '<' then {{ value }} < {{ threshold }}
            when {{ operator }} = '=' then {{ value }} = {{ threshold }}
            when {{ operator }} = 'approx'
                then abs({{ value }} - {{ threshold }}) <= cast('{{ var("approx_tolerance") }}' as decimal(18, 4))
        end
{%- endmacro %}
