{# Rules of the union as tables of breaches: one model of models/findings a rule, listed in seeds/rules.csv with its
   remedy. Each has the columns of `breach_columns`, beside whatever shows how it was found. #}
{% macro rules() %}
    {{ return([
        'weekly_321', 'three_in_place_in_order', 'recuperation_one_lesson_two_activities', 'pilot_too_few_projects',
        'dues_refund_not_in_full', 'consolation_not_500_yuan', 'consoled_without_visit', 'activity_counted_twice',
        'contract_number_of_two_enterprises', 'contracts_beyond_two', 'enterprise_under_two_covers',
        'enterprise_without_headcount', 'mechanism_without_union', 'subsidy_before_acceptance', 'studio_step_skipped',
        'key_audit_not_ordered', 'legal_aid_threshold_applied', 'risk_hidden_from_union', 'gifted_cover_not_one_year',
        'hardship_review_overdue', 'honour_without_consent', 'goods_without_valuation', 'unit_below_itself',
        'unit_moved_twice_in_a_day', 'level_total_differs', 'waiver_without_effect'
    ]) }}
{% endmacro %}

{% macro breach_columns() %}subject, unit_code, period, breached_on, submission_id, wrong_zh, wrong_en{% endmacro %}

{# A threshold that the source leaves to configuration: one row of seeds/rule_settings.csv. #}
{% macro setting(setting_id) -%}
(select max(setting_value) from {{ ref('rule_settings') }} where setting_id = '{{ setting_id }}')
{%- endmacro %}

{# Last day of the data: what stands is judged there, never by the clock. #}
{% macro read_day() -%}
(select max(last_on) from {{ ref('months') }})
{%- endmacro %}
