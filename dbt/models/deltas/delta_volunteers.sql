-- People taking part in front-line work, as head counts by group.
{{ config(pre_hook="{{ replace_touched('volunteers') }}") }}
{{ deltas_of('volunteers', [
    {'fact': 'volunteer_participation_reported', 'measure': 'volunteers_{participant_group}',
        'amount': 'fact.participants'},
]) }}
