-- Consultation meetings by form and tier, with a lawyer, and what was raised and resolved.
{{ config(pre_hook="{{ replace_touched('meeting') }}") }}
{{ deltas_of('meeting', [
    {'fact': 'consultation_meeting_held', 'measure': 'meetings_form_{form}'},
    {'fact': 'consultation_meeting_held', 'measure': 'meetings_tier_{tier}'},
    {'fact': 'consultation_meeting_held', 'measure': 'meetings_with_lawyer', 'where': 'fact.with_lawyer'},
    {'fact': 'consultation_meeting_held', 'measure': 'meeting_issues_raised', 'amount': 'fact.issues_raised'},
    {'fact': 'consultation_meeting_held', 'measure': 'meeting_issues_resolved', 'amount': 'fact.issues_resolved'},
]) }}
