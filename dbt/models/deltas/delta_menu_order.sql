-- Orders from the training menu; which bodies ordered is told by delta_unit.
{{ config(pre_hook="{{ replace_touched('menu_order') }}") }}
{{ deltas_of('menu_order', [
    {'fact': 'training_menu_item_ordered', 'measure': 'menu_orders'},
]) }}
