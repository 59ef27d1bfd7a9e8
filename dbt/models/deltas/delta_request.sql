-- Requests on the day they are raised; those resolved (by now) count on that same day, so that a rate never exceeds
-- all.
{{ config(pre_hook="{{ replace_touched('request') }}") }}
{{ deltas_of('request', [
    {'fact': 'member_request_raised', 'measure': 'requests_raised'},
    {'fact': 'member_request_raised', 'measure': 'requests_raised_new_form', 'where': 'fact.is_new_form'},
    {'fact': 'member_request_raised', 'measure': 'requests_resolved_new_form',
        'opened_by': 'member_request_resolved', 'needed': true,
        'where': "fact.is_new_form and opening.request_result = 'solved'"},
]) }}
