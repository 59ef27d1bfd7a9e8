-- The first valid monthly hand-in of a unit and month that spoke of a domain: a sheet of it was there, be it empty.
-- An absent sheet says nothing (details 8).
with types (domain, type) as (
    {%- for _, domain, _, _, types in expected_domains() %}
    {%- for type in types %}
    select '{{ domain }}', '{{ type }}'
    {%- if not loop.last %} union {% endif %}
    {%- endfor %}
    {%- if not loop.last %} union {% endif %}
    {%- endfor %}
),

spoken as (
    select
        hand_ins.unit_code, hand_ins.period, types.domain, hand_ins.receipt_no, hand_ins.received_at,
        row_number() over (
            partition by hand_ins.unit_code, hand_ins.period, types.domain
            order by hand_ins.received_at, hand_ins.submission_id
        ) as nth
    from {{ ref('hand_ins') }} as hand_ins
    cross join {{ parts_of("replace(hand_ins.contracts, ' ', '+')", 'spoken') }}
    inner join types on types.type = spoken.part
    where hand_ins.is_valid and hand_ins.is_monthly
)

select unit_code, period, domain, receipt_no, received_at
from spoken
where nth = 1
