-- Pairings agreed, by kind of partner; which federations are paired is told by delta_unit.
{{ config(pre_hook="{{ replace_touched('pairing') }}") }}
{{ deltas_of('pairing', [
    {'fact': 'pairing_agreed', 'measure': 'pairings_{partner_kind}'},
]) }}
