{# What every table of a rule promises, in one pass: a breach has a subject, a unit, a period, a day and both sentences, and
   stands once. #}
{% test tells_breaches(model) %}
select unit_code, subject
from {{ model }}
group by unit_code, subject
having
    count(*) > 1 or unit_code is null or subject is null
    or count(period) = 0 or count(breached_on) = 0 or count(wrong_zh) = 0 or count(wrong_en) = 0
{% endtest %}
