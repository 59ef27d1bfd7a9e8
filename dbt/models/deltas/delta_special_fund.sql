-- Special funds allocated and spent.
{{ config(pre_hook="{{ replace_touched('special_fund') }}") }}
{{ deltas_of('special_fund', [
    {'fact': 'special_fund_allocated', 'measure': 'fund_allocated_yuan', 'amount': 'fact.allocated_yuan'},
    {'fact': 'special_fund_spent', 'measure': 'fund_spent_yuan', 'amount': 'fact.spent_yuan',
        'opened_by': 'special_fund_allocated'},
]) }}
