-- Which business domains of the monthly workbook a measure is fed by: those whose facts speak about its kind of entity
-- (from the contracts), or, where facts of several domains speak about one kind, what seeds/domains_of_deltas says.
-- What only the special workbook states is owed by nobody and has no row.
with of_kinds (entity_kind, domain) as (
    {%- for kind, kind_types in types_by_kind().items() %}
    {%- for _, domain, _, _, types in expected_domains() if kind_types | select('in', types) | list %}
    select '{{ kind }}', '{{ domain }}'
    union
    {%- endfor %}
    {%- endfor %}
    select null, null where false
)

select measures.measure_id, domains.domain
from {{ ref('measures') }} as measures
inner join {{ ref('domains_of_deltas') }} as domains
    on domains.entity_kind = measures.entity_kind and measures.delta_id like domains.delta_pattern
union
select measures.measure_id, of_kinds.domain
from {{ ref('measures') }} as measures
inner join of_kinds on of_kinds.entity_kind = measures.entity_kind
where measures.entity_kind not in (select entity_kind from {{ ref('domains_of_deltas') }})
