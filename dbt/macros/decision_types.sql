{# Decisions on hand-ins, in the order in which a hand-in can meet them. #}
{% macro decision_types() %}
    {{ return(['accepted', 'accepted_with_findings', 'held', 'released', 'rejected', 'superseded', 'withdrawn',
        'retried']) }}
{% endmacro %}
