-- Activities of whatever series, by kind of service, and those for new-form workers: cuts through those of
-- delta_activity.
{{ config(pre_hook="{{ replace_touched('activity') }}") }}
{{ deltas_of('activity', [
    {'fact': 'service_activity_held', 'measure': 'activities'},
    {'fact': 'service_activity_held', 'measure': 'new_form_activities_{service_type}',
        'where': "fact.audience = 'new_form' and fact.service_type is not null"},
    {'fact': 'service_activity_held', 'measure': 'activities_service_{service_type}',
        'where': 'fact.service_type is not null'},
]) }}
