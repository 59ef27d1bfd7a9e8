-- Governance projects of the pilots and branded service projects, and the directions of the governance projects.
{{ config(pre_hook="{{ replace_touched('incubation') }}") }}
{{ deltas_of('incubation', [
    {'fact': 'project_incubated', 'measure': 'incubations_{incubation_kind}'},
    {'fact': 'project_incubated', 'measure': 'governance_{direction}',
        'where': "fact.incubation_kind = 'governance' and fact.direction is not null"},
    {'fact': 'project_evaluated', 'measure': 'incubations_rated_{project_grade}', 'opened_by': 'project_incubated'},
]) }}
