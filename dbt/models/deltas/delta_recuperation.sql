-- Recuperation batches and the sessions each held.
{{ config(pre_hook="{{ replace_touched('recuperation') }}") }}
{{ deltas_of('recuperation', [
    {'fact': 'recuperation_batch_held', 'measure': 'recuperation_batches'},
    {'fact': 'recuperation_batch_held', 'measure': 'recuperation_people', 'amount': 'fact.batch_people'},
    {'fact': 'recuperation_batch_held', 'measure': 'recuperation_history_lessons', 'amount': 'fact.history_lessons'},
    {'fact': 'recuperation_batch_held', 'measure': 'recuperation_tech_exchanges', 'amount': 'fact.tech_exchanges'},
    {'fact': 'recuperation_batch_held', 'measure': 'recuperation_health_talks', 'amount': 'fact.health_talks'},
]) }}
