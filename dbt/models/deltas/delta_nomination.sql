-- Nominations for honours by level and sector, and those that reach new-form workers; nobody is named.
{{ config(pre_hook="{{ replace_touched('nomination') }}") }}
{{ deltas_of('nomination', [
    {'fact': 'labour_honour_nominated', 'measure': 'nominations_{honour_kind}_{honour_level}'},
    {'fact': 'labour_honour_nominated', 'measure': 'nominations_sector_{sector}'},
    {'fact': 'labour_honour_nominated', 'measure': 'nominations_new_form', 'where': 'fact.is_new_form'},
]) }}
