-- Begin (ends = 0) and end (ends = 1) of each own union, federation cover and consultation mechanism of an enterprise.
-- An end counts only with its own beginning, and not before it.
{{ config(materialized='view') }}
{% set pairs = [
    ('own_union', 'enterprise_union_established', 'enterprise_union_dissolved', "coalesce(union_no, '')"),
    ('federation', 'enterprise_joined_federation', 'enterprise_left_federation', 'federation_code'),
    ('mechanism', 'consultation_mechanism_established', 'consultation_mechanism_lapsed', 'tier'),
] %}
with begun as (
    {%- for cover, begin, end, key in pairs %}
    select '{{ cover }}' as cover, enterprise_code, {{ key }} as cover_key, occurred_on, fact_id, position, recorded_at
    from {{ live('stg_' ~ begin) }}
    {%- if not loop.last %} union all {% endif %}
    {%- endfor %}
),

ended as (
    {%- for cover, begin, end, key in pairs %}
    select '{{ cover }}' as cover, enterprise_code, {{ key }} as cover_key, occurred_on, fact_id, position, recorded_at
    from {{ live('stg_' ~ end) }}
    {%- if not loop.last %} union all {% endif %}
    {%- endfor %}
)

select cover, enterprise_code, cover_key, occurred_on, fact_id, position, recorded_at, 0 as ends
from begun
union all
select
    ended.cover, ended.enterprise_code, ended.cover_key, ended.occurred_on, ended.fact_id, ended.position,
    ended.recorded_at, 1 as ends
from ended
inner join begun
    on begun.cover = ended.cover and begun.enterprise_code = ended.enterprise_code
    and begun.cover_key = ended.cover_key and begun.occurred_on <= ended.occurred_on
