{# Decisions on hand-ins, in the order in which a hand-in can meet them. #}
{% macro decision_types() %}
    {{ return(['accepted', 'accepted_with_findings', 'held', 'released', 'rejected', 'superseded', 'withdrawn',
        'retried']) }}
{% endmacro %}

{# Decisions by which a hand-in speaks for a month, be it a nil return. #}
{% macro handed_in_types() %}
    {{ return(['submission_accepted', 'submission_accepted_with_findings', 'submission_released']) }}
{% endmacro %}
