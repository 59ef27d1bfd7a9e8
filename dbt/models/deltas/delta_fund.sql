-- Relief raised, money and goods (at the value stated) apart.
{{ config(pre_hook="{{ replace_touched('fund') }}") }}
{{ deltas_of('fund', [
    {'fact': 'relief_fund_raised', 'measure': 'relief_raised_{raised_kind}_yuan', 'amount': 'fact.raised_yuan'},
]) }}
