-- Legal aid cases accepted, where the application places them. The three kinds without threshold are injury
-- recognition, injury compensation and wages of migrant workers.
{{ config(pre_hook="{{ replace_touched('legal_aid') }}") }}
{{ deltas_of('legal_aid', [
    {'fact': 'legal_aid_accepted', 'measure': 'legal_aid_accepted', 'opened_by': 'legal_aid_applied'},
    {'fact': 'legal_aid_accepted', 'measure': 'legal_aid_three_kinds', 'opened_by': 'legal_aid_applied',
        'needed': true,
        'where': "opening.matter_type in ('injury_recognition', 'injury_compensation', 'migrant_wages')"},
    {'fact': 'legal_aid_accepted', 'measure': 'legal_aid_three_kinds_zero_threshold',
        'opened_by': 'legal_aid_applied', 'needed': true,
        'where': "opening.matter_type in ('injury_recognition', 'injury_compensation', 'migrant_wages')
        and fact.is_zero_threshold"},
    {'fact': 'legal_aid_closed', 'measure': 'legal_aid_closed', 'opened_by': 'legal_aid_applied'},
]) }}
