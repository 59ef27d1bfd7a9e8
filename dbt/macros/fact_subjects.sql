{# Written by ingestion.contracts.staging from the contracts; change those, not this. #}

{# Kind of entity ► the types of facts that speak about it. #}
{% macro types_by_kind() %}
    {{ return({
        'enterprise': ['enterprise_registered', 'enterprise_headcount_reported', 'enterprise_type_assigned',
        'enterprise_union_established', 'enterprise_union_dissolved', 'enterprise_joined_federation',
        'enterprise_left_federation', 'enterprise_moved', 'enterprise_closed', 'outreach_step_done',
        'dispute_contact_coverage_assigned', 'consultation_mechanism_established', 'consultation_mechanism_lapsed'],
        'membership': ['member_enrolled', 'membership_ended'], 'activity': ['enrollment_ceremony_held',
        'service_activity_held', 'activity_attendance_reported'], 'request': ['member_request_raised',
        'member_request_resolved'], 'special_fund': ['special_fund_allocated', 'special_fund_spent'], 'audit':
        ['audit_planned', 'audit_conducted', 'audit_finding_recorded', 'audit_finding_rectified'], 'election':
        ['delegate_elected'], 'document': ['document_issued'], 'milestone': ['milestone_reached'], 'incubation':
        ['project_incubated', 'project_evaluated'], 'pairing': ['pairing_agreed'], 'resource': ['resource_shared'],
        'designation': ['designation_made', 'designation_ended'], 'visit': ['station_visit_logged'], 'issue':
        ['issue_recorded', 'issue_closed'], 'article': ['media_article_published'], 'recognition':
        ['recognition_granted'], 'staff': ['staff_assigned', 'staff_released'], 'quota': ['staff_quota_reassigned'],
        'unit': ['org_unit_registered', 'org_unit_moved', 'org_unit_merged', 'org_unit_split', 'org_unit_closed',
        'org_unit_renamed'], 'total': ['level_total_stated'], 'waiver': ['waiver_granted'], 'fund':
        ['relief_fund_raised'], 'relief_visit': ['relief_visit_made'], 'volunteers':
        ['volunteer_participation_reported'], 'dues': ['dues_refund_approved', 'dues_refunded'], 'voucher':
        ['voucher_batch_issued', 'voucher_batch_settled'], 'dispute': ['dispute_opened', 'case_referred_to_partner',
        'dispute_settled', 'economic_benefit_recovered'], 'complaint': ['complaint_received', 'complaint_resolved'],
        'prelitigation': ['prelitigation_case_accepted', 'prelitigation_case_closed'], 'contract':
        ['collective_contract_signed', 'collective_contract_expired'], 'meeting': ['consultation_meeting_held',
        'consultation_item_fulfilled'], 'legal_aid': ['legal_aid_applied', 'legal_aid_accepted', 'legal_aid_closed'],
        'risk': ['dispute_risk_reported', 'dispute_risk_closed'], 'injury': ['injured_worker_visited',
        'consolation_paid', 'recovery_support_given'], 'consultation': ['injury_legal_consultation_given'], 'policy':
        ['mutual_aid_enrolled', 'mutual_aid_lapsed', 'mutual_aid_claim_paid'], 'hardship': ['hardship_registered',
        'hardship_reviewed', 'hardship_relief_paid'], 'recuperation': ['recuperation_batch_held'], 'site':
        ['service_site_opened', 'service_site_accepted', 'service_site_closed'], 'home': ['title_granted',
        'title_revoked', 'home_accepted', 'home_subsidy_paid'], 'project': ['training_project_delivered',
        'training_attendance_reported'], 'menu_item': ['training_menu_item_published'], 'menu_order':
        ['training_menu_item_ordered'], 'degree': ['degree_programme_applied'], 'competition': ['competition_held'],
        'competition_application': ['competition_application_filed'], 'nomination': ['labour_honour_nominated'],
        'honour': ['labour_honour_awarded'], 'studio': ['studio_step_reached'], 'skilled_workers':
        ['skilled_workers_reported']
    }) }}
{% endmacro %}

{# Type ► the column of its staging model that holds the subject. #}
{% macro subject_of(type) %}
    {{ return({
        'enterprise_registered': 'enterprise_code', 'enterprise_headcount_reported': 'enterprise_code',
        'enterprise_type_assigned': 'enterprise_code', 'enterprise_union_established': 'enterprise_code',
        'enterprise_union_dissolved': 'enterprise_code', 'enterprise_joined_federation': 'enterprise_code',
        'enterprise_left_federation': 'enterprise_code', 'enterprise_moved': 'enterprise_code', 'enterprise_closed':
        'enterprise_code', 'member_enrolled': 'member_id', 'membership_ended': 'member_id',
        'enrollment_ceremony_held': 'ceremony_no', 'outreach_step_done': 'enterprise_code', 'member_request_raised':
        'request_no', 'member_request_resolved': 'request_no', 'special_fund_allocated': 'fund_no',
        'special_fund_spent': 'fund_no', 'audit_planned': 'audit_no', 'audit_conducted': 'audit_no',
        'audit_finding_recorded': 'audit_no', 'audit_finding_rectified': 'audit_no', 'delegate_elected':
        'delegation_no', 'document_issued': 'document_no', 'milestone_reached': 'milestone', 'project_incubated':
        'incubation_no', 'project_evaluated': 'incubation_no', 'pairing_agreed': 'pairing_no', 'resource_shared':
        'resource_no', 'designation_made': 'designation_no', 'designation_ended': 'designation_no',
        'station_visit_logged': 'visit_no', 'issue_recorded': 'issue_no', 'issue_closed': 'issue_no',
        'media_article_published': 'article_no', 'recognition_granted': 'recognition_no', 'staff_assigned':
        'staff_id', 'staff_released': 'staff_id', 'staff_quota_reassigned': 'quota_no',
        'dispute_contact_coverage_assigned': 'enterprise_code', 'org_unit_registered': 'unit_code', 'org_unit_moved':
        'unit_code', 'org_unit_merged': 'unit_code', 'org_unit_split': 'unit_code', 'org_unit_closed': 'unit_code',
        'org_unit_renamed': 'unit_code', 'level_total_stated': 'unit_code', 'waiver_granted': 'waiver_no',
        'relief_fund_raised': 'raised_no', 'relief_visit_made': 'relief_visit_no', 'volunteer_participation_reported':
        'participation_no', 'dues_refund_approved': 'enterprise_code', 'dues_refunded': 'enterprise_code',
        'voucher_batch_issued': 'voucher_no', 'voucher_batch_settled': 'voucher_no', 'dispute_opened': 'case_no',
        'case_referred_to_partner': 'case_no', 'dispute_settled': 'case_no', 'economic_benefit_recovered': 'case_no',
        'complaint_received': 'ticket_no', 'complaint_resolved': 'ticket_no', 'prelitigation_case_accepted':
        'mediation_no', 'prelitigation_case_closed': 'mediation_no', 'consultation_mechanism_established':
        'enterprise_code', 'consultation_mechanism_lapsed': 'enterprise_code', 'collective_contract_signed':
        'contract_no', 'collective_contract_expired': 'contract_no', 'consultation_meeting_held': 'meeting_no',
        'consultation_item_fulfilled': 'meeting_no', 'legal_aid_applied': 'aid_no', 'legal_aid_accepted': 'aid_no',
        'legal_aid_closed': 'aid_no', 'dispute_risk_reported': 'risk_no', 'dispute_risk_closed': 'risk_no',
        'service_activity_held': 'activity_no', 'activity_attendance_reported': 'activity_no',
        'injured_worker_visited': 'member_id', 'consolation_paid': 'member_id', 'injury_legal_consultation_given':
        'consultation_no', 'recovery_support_given': 'member_id', 'mutual_aid_enrolled': 'policy_no',
        'mutual_aid_lapsed': 'policy_no', 'mutual_aid_claim_paid': 'policy_no', 'hardship_registered': 'member_id',
        'hardship_reviewed': 'member_id', 'hardship_relief_paid': 'member_id', 'recuperation_batch_held': 'batch_no',
        'service_site_opened': 'site_no', 'service_site_accepted': 'site_no', 'service_site_closed': 'site_no',
        'title_granted': 'home_no', 'title_revoked': 'home_no', 'home_accepted': 'home_no', 'home_subsidy_paid':
        'home_no', 'training_project_delivered': 'project_no', 'training_attendance_reported': 'project_no',
        'training_menu_item_published': 'menu_item_no', 'training_menu_item_ordered': 'order_no',
        'degree_programme_applied': 'application_no', 'competition_held': 'competition_no',
        'competition_application_filed': 'filing_no', 'labour_honour_nominated': 'nomination_no',
        'labour_honour_awarded': 'honour_no', 'studio_step_reached': 'studio_no', 'skilled_workers_reported':
        'unit_code'
    }[type]) }}
{% endmacro %}

{# Type ► the column that names the unit it counts for; '' where it names none. #}
{% macro place_of(type) %}
    {{ return({
        'enterprise_registered': 'unit_code', 'member_enrolled': 'unit_code', 'membership_ended': 'unit_code',
        'enrollment_ceremony_held': 'unit_code', 'member_request_raised': 'unit_code', 'special_fund_allocated':
        'unit_code', 'audit_planned': 'audited_unit_code', 'delegate_elected': 'unit_code', 'document_issued':
        'unit_code', 'milestone_reached': 'unit_code', 'project_incubated': 'unit_code', 'pairing_agreed':
        'unit_code', 'resource_shared': 'unit_code', 'designation_made': 'unit_code', 'station_visit_logged':
        'unit_code', 'issue_recorded': 'unit_code', 'media_article_published': 'unit_code', 'recognition_granted':
        'unit_code', 'staff_assigned': 'unit_code', 'staff_released': 'unit_code', 'staff_quota_reassigned':
        'quota_to_code', 'org_unit_registered': 'unit_code', 'org_unit_moved': 'unit_code', 'org_unit_merged':
        'unit_code', 'org_unit_split': 'unit_code', 'org_unit_closed': 'unit_code', 'org_unit_renamed': 'unit_code',
        'level_total_stated': 'unit_code', 'waiver_granted': 'unit_code', 'relief_fund_raised': 'unit_code',
        'relief_visit_made': 'unit_code', 'volunteer_participation_reported': 'unit_code', 'complaint_received':
        'unit_code', 'prelitigation_case_accepted': 'unit_code', 'collective_contract_signed': 'unit_code',
        'consultation_meeting_held': 'unit_code', 'legal_aid_applied': 'unit_code', 'service_activity_held':
        'unit_code', 'injured_worker_visited': 'unit_code', 'injury_legal_consultation_given': 'unit_code',
        'recovery_support_given': 'unit_code', 'mutual_aid_enrolled': 'unit_code', 'hardship_registered': 'unit_code',
        'hardship_relief_paid': 'unit_code', 'recuperation_batch_held': 'unit_code', 'service_site_opened':
        'unit_code', 'title_granted': 'unit_code', 'home_accepted': 'unit_code', 'training_project_delivered':
        'unit_code', 'training_menu_item_ordered': 'unit_code', 'degree_programme_applied': 'unit_code',
        'competition_held': 'unit_code', 'competition_application_filed': 'unit_code', 'labour_honour_nominated':
        'unit_code', 'labour_honour_awarded': 'unit_code', 'studio_step_reached': 'unit_code',
        'skilled_workers_reported': 'unit_code'
    }.get(type, '')) }}
{% endmacro %}

{# Types that name an enterprise without being about it: they count where it sits, so they move when it does. #}
{% macro types_at_an_enterprise() %}
    {{ return([
        'designation_made', 'staff_assigned', 'staff_released', 'dues_refund_approved', 'dues_refunded',
        'dispute_opened', 'collective_contract_signed', 'consultation_meeting_held', 'dispute_risk_reported',
        'training_menu_item_ordered'
    ]) }}
{% endmacro %}
