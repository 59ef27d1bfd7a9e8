-- Vouchers issued and settled by kind; issued is not redeemed.
{{ config(pre_hook="{{ replace_touched('voucher') }}") }}
{{ deltas_of('voucher', [
    {'fact': 'voucher_batch_issued', 'measure': 'vouchers_issued_{voucher_kind}_yuan', 'amount': 'fact.issued_yuan'},
    {'fact': 'voucher_batch_settled', 'measure': 'vouchers_settled_{opening.voucher_kind}_yuan',
        'amount': 'fact.settled_yuan', 'opened_by': 'voucher_batch_issued', 'needed': true},
]) }}
