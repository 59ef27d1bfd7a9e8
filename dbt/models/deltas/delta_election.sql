-- Delegates elected by sector: head counts, nobody is named.
{{ config(pre_hook="{{ replace_touched('election') }}") }}
{{ deltas_of('election', [
    {'fact': 'delegate_elected', 'measure': 'delegates_{sector}', 'amount': 'fact.delegates'},
]) }}
