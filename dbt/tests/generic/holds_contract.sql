{# What the contract promises of every stored fact, in one pass over the table: required fields are there after typing,
   coded fields hold a code of their list. A row that fails shows that the parser and the contract disagree. #}
{% test holds_contract(model, required, codes) %}
select position
from {{ model }}
where
    position is null
    or action not in ('asserted', 'corrected', 'retracted')
    {%- for field in required %}
    or {{ field }} is null
    {%- endfor %}
    {%- for field, values in codes.items() %}
    or {{ field }} not in ('{{ values | join("', '") }}')
    {%- endfor %}
{% endtest %}
