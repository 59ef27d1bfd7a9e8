-- Training that opened with the first lesson, and enterprises with training made for them: once a calendar year, in
-- the unit that delivered it.
{{ config(pre_hook="{{ replace_touched('project') }}") }}
{{ deltas_of('project', [
    {'fact': 'training_project_delivered', 'measure': 'training_projects_first_lesson',
        'where': 'fact.has_first_lesson'},
    {'fact': 'training_project_delivered', 'measure': 'custom_training_enterprises',
        'entity': 'fact.custom_for_code', 'once': true, 'where': 'fact.custom_for_code is not null'},
]) }}
