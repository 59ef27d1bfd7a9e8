{# Whether a waiver takes a hand-in out of the missing ones: it names the hand-in's month or year or was granted by the day
   the hand-in fell due, and it had not expired on that day. Never the clock: an old month does not change its answer. #}
{% macro waives(waivers, period, due_on) -%}
{{ waivers }}.waived_kind = 'hand_in' and {{ due_on }} <= {{ waivers }}.expires_on
            and (
                {{ waivers }}.waived_period in ({{ period }}, substr({{ period }}, 1, 4))
                or ({{ waivers }}.waived_period is null and {{ waivers }}.waived_on <= {{ due_on }})
            )
{%- endmacro %}
