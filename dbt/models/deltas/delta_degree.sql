-- Head counts of applicants, batch by batch; nobody is named.
{{ config(pre_hook="{{ replace_touched('degree') }}") }}
{{ deltas_of('degree', [
    {'fact': 'degree_programme_applied', 'measure': 'degree_applicants', 'amount': 'fact.applicants'},
]) }}
