-- Cover by plan from its first day to insured_to inclusive; a lapse only shortens. Insured people: however many
-- policies one person has at one time in one unit, they count once. The person is a pseudonym.
{{ config(pre_hook="{{ replace_touched('policy') }}") }}
{{ deltas_of('policy', [
    {'fact': 'mutual_aid_enrolled', 'measure': 'policies_{plan}', 'ends': 'mutual_aid_lapsed', 'until': 'insured_to'},
    {'fact': 'mutual_aid_enrolled', 'measure': 'insured_{plan}', 'ends': 'mutual_aid_lapsed', 'until': 'insured_to',
        'entity': 'fact.member_id', 'distinct': true},
    {'fact': 'mutual_aid_enrolled', 'measure': 'gifted_cover_people', 'entity': 'fact.member_id', 'once': true,
        'where': "fact.plan = 'gifted_accident' and fact.is_new_form"},
    {'fact': 'mutual_aid_enrolled', 'measure': 'gifted_cover_years',
        'amount': 'floor((' ~ days_between('fact.occurred_on', 'fact.insured_to') ~ ' + 1) / 365)',
        'where': "fact.plan = 'gifted_accident'"},
    {'fact': 'mutual_aid_claim_paid', 'measure': 'mutual_aid_claims', 'opened_by': 'mutual_aid_enrolled'},
    {'fact': 'mutual_aid_claim_paid', 'measure': 'mutual_aid_claim_yuan', 'amount': 'fact.claim_yuan',
        'opened_by': 'mutual_aid_enrolled'},
]) }}
