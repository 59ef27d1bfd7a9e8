{# The rules of targets, in one place: which bases give a level, when a value meets it, what the pace asks for, which
   state follows. `row` is the alias of a table expression that holds the columns of folds.plan_targets and the value. #}

{# Bases whose level the source prints, counts or calls full coverage; the level of any other basis is our assumption
   and is never shown (details 23). #}
{% macro bases_with_level() %}'printed', 'counted', 'full_coverage_wording'{% endmacro %}

{# Whether a value meets a threshold; 基本 (approx) counts within a tolerance. #}
{% macro meets(value, operator, threshold, tolerance) -%}
case
            when {{ value }} is null or {{ threshold }} is null then cast(null as boolean)
            when {{ operator }} = '>=' then {{ value }} >= {{ threshold }}
            when {{ operator }} = '>' then {{ value }} > {{ threshold }}
            when {{ operator }} = '=' then {{ value }} = {{ threshold }}
            when {{ operator }} = 'approx' then abs({{ value }} - {{ threshold }}) <= {{ tolerance }}
        end
{%- endmacro %}

{# What the value is held against. A target of growth compares with the value of the baseline year; a milestone is done
   or not. #}
{% macro target_threshold(row) -%}
case
            when {{ row }}.test = 'change' and {{ row }}.is_change then {{ row }}.baseline + {{ row }}.target_value
            when {{ row }}.test = 'change' then {{ row }}.baseline
            when {{ row }}.test = 'milestone' then {{ row }}.target_value
            else {{ row }}.level
        end
{%- endmacro %}

{# Where the year of the plan begins: a flow at nothing, a stock or a rate at its value of the baseline year. #}
{% macro target_start(row) -%}
case when {{ row }}.is_flow or {{ row }}.test = 'milestone' then 0 else coalesce({{ row }}.baseline, 0) end
{%- endmacro %}

{# What should be reached by the day of the value: on a straight line (linear), all of it at any time (always), nothing
   before the day it is due (at_end, none). Empty where nothing is asked for yet. #}
{% macro pace_expected(row) -%}
case
            when {{ row }}.pace = 'none' or {{ row }}.threshold is null then null
            when {{ row }}.pace = 'always' or {{ row }}.as_of_on >= {{ row }}.ends_on then {{ row }}.threshold
            when {{ row }}.pace = 'linear' and {{ row }}.as_of_on >= {{ row }}.starts_on
                then {{ row }}.start_value + ({{ row }}.threshold - {{ row }}.start_value)
                    * ({{ days_between(row ~ '.starts_on', row ~ '.as_of_on') }} + 1)
                    / ({{ days_between(row ~ '.starts_on', row ~ '.ends_on') }} + 1)
        end
{%- endmacro %}

{# The state, from what stands above. Before the plan begins a flow has met nothing, whatever the year before brought.
   A test of each one is met when each met what it was held to. A rate of nothing, a test of none, is not behind. More than a level printed with = is neither met nor behind: it keeps its pace. #}
{% macro target_state(row) -%}
case
            when {{ row }}.value_basis = 'assumed' then 'no_level_set'
            when {{ row }}.test = 'change' and {{ row }}.baseline is null then 'no_baseline'
            when
                (not {{ row }}.is_flow or {{ row }}.as_of_on >= {{ row }}.starts_on)
                and case
                    when {{ row }}.units_tested > 0 then {{ row }}.units_met = {{ row }}.units_tested
                    else {{ meets(row ~ '.value', row ~ '.operator', row ~ '.threshold', row ~ '.tolerance') }}
                end
                then 'met'
            when
                {{ row }}.as_of_on < {{ row }}.starts_on or {{ row }}.units_tested = 0 or {{ row }}.value is null
                then 'not_started'
            when
                {{ row }}.as_of_on < {{ row }}.ends_on
                and coalesce({{ row }}.units_met, 0) = 0
                and coalesce({{ row }}.value, {{ row }}.start_value) = {{ row }}.start_value
                and coalesce({{ row }}.pace_expected, {{ row }}.start_value) = {{ row }}.start_value
                then 'not_started'
            when {{ row }}.pace_expected is null then 'on_track'
            when
                {{ row }}.value >= {{ row }}.pace_expected
                and ({{ row }}.as_of_on < {{ row }}.ends_on or {{ row }}.value > {{ row }}.threshold)
                then 'on_track'
            else 'behind'
        end
{%- endmacro %}

{# The whole column set of a weighed target: threshold, start, pace and state, over a table expression `from_name`. #}
{% macro weighed(from_name) -%}
select *, {{ target_state('paced') }} as state
    from (
        select *, cast({{ pace_expected('started') }} as decimal(18, 4)) as pace_expected
        from (
            select *, {{ target_threshold('plain') }} as threshold, {{ target_start('plain') }} as start_value
            from {{ from_name }} as plain
        ) as started
    ) as paced
{%- endmacro %}
