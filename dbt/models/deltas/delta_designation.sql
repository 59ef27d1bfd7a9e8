-- Units and enterprises named for a purpose: standing from the day they are named to the day it ends, and how many were
-- named. An enterprise counts where it sat on the day it was named.
{{ config(pre_hook="{{ replace_touched('designation') }}") }}
{{ deltas_of('designation', [
    {'fact': 'designation_made', 'measure': 'designations_{designation_kind}', 'ends': 'designation_ended'},
    {'fact': 'designation_made', 'measure': 'designated_{designation_kind}'},
]) }}
