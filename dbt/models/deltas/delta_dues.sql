-- Refunds of dues, where the enterprise sits that day. An enterprise counts once a calendar year; the dues paid are
-- those of the same enterprise and period, on the day of the refund, so that their ratio compares like with like.
{{ config(pre_hook="{{ replace_touched('dues') }}") }}
{{ deltas_of('dues', [
    {'fact': 'dues_refunded', 'measure': 'dues_refunded_enterprises', 'once': true},
    {'fact': 'dues_refunded', 'measure': 'dues_refunded_yuan', 'amount': 'fact.refunded_yuan'},
    {'fact': 'dues_refunded', 'measure': 'dues_of_refunded_yuan', 'amount': 'opening.dues_paid_yuan',
        'opened_by': 'dues_refund_approved', 'opening_on': ['refund_period'], 'needed': true},
]) }}
