-- Visits as declared: days and sites of a federation, never a person.
{{ config(pre_hook="{{ replace_touched('visit') }}") }}
{{ deltas_of('visit', [
    {'fact': 'station_visit_logged', 'measure': 'visits_{visit_kind}'},
]) }}
