-- Items on the training menu: once published they stand.
{{ config(pre_hook="{{ replace_touched('menu_item') }}") }}
{{ deltas_of('menu_item', [
    {'fact': 'training_menu_item_published', 'measure': 'menu_items'},
]) }}
