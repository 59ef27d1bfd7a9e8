{# Written by ingestion.contracts.staging from the contracts and registers; change those, not this. #}

{# Types of facts that units state: what the data range is read from. #}
{% macro fact_types() %}
    {{ return([
        'enterprise_registered', 'enterprise_headcount_reported', 'enterprise_type_assigned',
        'enterprise_union_established', 'enterprise_union_dissolved', 'enterprise_joined_federation',
        'enterprise_left_federation', 'enterprise_moved', 'enterprise_closed', 'member_enrolled', 'membership_ended',
        'enrollment_ceremony_held', 'outreach_step_done', 'member_request_raised', 'member_request_resolved',
        'special_fund_allocated', 'special_fund_spent', 'audit_planned', 'audit_conducted', 'audit_finding_recorded',
        'audit_finding_rectified', 'delegate_elected', 'document_issued', 'milestone_reached', 'project_incubated',
        'project_evaluated', 'pairing_agreed', 'resource_shared', 'designation_made', 'designation_ended',
        'station_visit_logged', 'issue_recorded', 'issue_closed', 'media_article_published', 'recognition_granted',
        'staff_assigned', 'staff_released', 'staff_quota_reassigned', 'dispute_contact_coverage_assigned',
        'org_unit_registered', 'org_unit_moved', 'org_unit_merged', 'org_unit_split', 'org_unit_closed',
        'org_unit_renamed', 'level_total_stated', 'waiver_granted', 'relief_fund_raised', 'relief_visit_made',
        'volunteer_participation_reported', 'dues_refund_approved', 'dues_refunded', 'voucher_batch_issued',
        'voucher_batch_settled', 'dispute_opened', 'case_referred_to_partner', 'dispute_settled',
        'economic_benefit_recovered', 'complaint_received', 'complaint_resolved', 'prelitigation_case_accepted',
        'prelitigation_case_closed', 'consultation_mechanism_established', 'consultation_mechanism_lapsed',
        'collective_contract_signed', 'collective_contract_expired', 'consultation_meeting_held',
        'consultation_item_fulfilled', 'legal_aid_applied', 'legal_aid_accepted', 'legal_aid_closed',
        'dispute_risk_reported', 'dispute_risk_closed', 'service_activity_held', 'activity_attendance_reported',
        'injured_worker_visited', 'consolation_paid', 'injury_legal_consultation_given', 'recovery_support_given',
        'mutual_aid_enrolled', 'mutual_aid_lapsed', 'mutual_aid_claim_paid', 'hardship_registered',
        'hardship_reviewed', 'hardship_relief_paid', 'recuperation_batch_held', 'service_site_opened',
        'service_site_accepted', 'service_site_closed', 'title_granted', 'title_revoked', 'home_accepted',
        'home_subsidy_paid', 'training_project_delivered', 'training_attendance_reported',
        'training_menu_item_published', 'training_menu_item_ordered', 'degree_programme_applied', 'competition_held',
        'competition_application_filed', 'labour_honour_nominated', 'labour_honour_awarded', 'studio_step_reached',
        'skilled_workers_reported'
    ]) }}
{% endmacro %}

{# Types that only the special workbook states: a hand-in of these alone is no monthly report. #}
{% macro special_types() %}
    {{ return([
        'outreach_step_done', 'member_request_raised', 'member_request_resolved', 'special_fund_allocated',
        'special_fund_spent', 'audit_planned', 'audit_conducted', 'audit_finding_recorded', 'audit_finding_rectified',
        'delegate_elected', 'document_issued', 'milestone_reached', 'project_incubated', 'project_evaluated',
        'pairing_agreed', 'resource_shared', 'designation_made', 'designation_ended', 'station_visit_logged',
        'issue_recorded', 'issue_closed', 'media_article_published', 'recognition_granted', 'staff_assigned',
        'staff_released', 'staff_quota_reassigned', 'dispute_contact_coverage_assigned', 'level_total_stated',
        'waiver_granted', 'relief_fund_raised', 'relief_visit_made', 'volunteer_participation_reported',
        'dues_refund_approved', 'dues_refunded', 'voucher_batch_issued', 'voucher_batch_settled',
        'consultation_meeting_held', 'consultation_item_fulfilled', 'legal_aid_applied', 'legal_aid_accepted',
        'legal_aid_closed', 'dispute_risk_reported', 'dispute_risk_closed', 'recovery_support_given',
        'mutual_aid_enrolled', 'mutual_aid_lapsed', 'mutual_aid_claim_paid', 'hardship_registered',
        'hardship_reviewed', 'hardship_relief_paid', 'recuperation_batch_held', 'title_granted', 'title_revoked',
        'home_accepted', 'home_subsidy_paid', 'training_menu_item_published', 'training_menu_item_ordered',
        'degree_programme_applied', 'competition_held', 'competition_application_filed', 'labour_honour_nominated',
        'labour_honour_awarded', 'studio_step_reached', 'skilled_workers_reported'
    ]) }}
{% endmacro %}

{# What the monthly workbook of a level speaks of: level, domain, days after the month until it is due (opening ledger:
   the second number), and the domain's types in that workbook. #}
{% macro expected_domains() %}
    {{ return([
        ['district', 'coverage', 3, 10, [
        'enrollment_ceremony_held']],
        ['district', 'registry', 3, 10, [
        'org_unit_registered', 'org_unit_moved', 'org_unit_merged', 'org_unit_split', 'org_unit_closed',
        'org_unit_renamed']],
        ['district', 'rights', 3, 10, [
        'dispute_opened', 'case_referred_to_partner', 'dispute_settled', 'economic_benefit_recovered',
        'complaint_received', 'complaint_resolved', 'prelitigation_case_accepted', 'prelitigation_case_closed']],
        ['district', 'services', 3, 10, [
        'service_activity_held', 'activity_attendance_reported', 'injured_worker_visited', 'consolation_paid',
        'injury_legal_consultation_given']],
        ['district', 'sites', 3, 10, [
        'service_site_opened', 'service_site_accepted', 'service_site_closed']],
        ['district', 'workforce', 3, 10, [
        'training_project_delivered', 'training_attendance_reported']],
        ['federation', 'coverage', 3, 10, [
        'enterprise_registered', 'enterprise_headcount_reported', 'enterprise_type_assigned',
        'enterprise_union_established', 'enterprise_union_dissolved', 'enterprise_joined_federation',
        'enterprise_left_federation', 'enterprise_moved', 'enterprise_closed', 'member_enrolled', 'membership_ended']],
        ['federation', 'rights', 3, 10, [
        'dispute_opened', 'case_referred_to_partner', 'dispute_settled', 'economic_benefit_recovered',
        'consultation_mechanism_established', 'consultation_mechanism_lapsed', 'collective_contract_signed',
        'collective_contract_expired']],
        ['federation', 'services', 3, 10, [
        'service_activity_held', 'activity_attendance_reported']],
        ['federation', 'sites', 3, 10, [
        'service_site_opened', 'service_site_accepted', 'service_site_closed']],
        ['federation', 'workforce', 3, 10, [
        'training_project_delivered', 'training_attendance_reported']],
        ['street', 'coverage', 3, 10, [
        'enrollment_ceremony_held']],
        ['street', 'rights', 3, 10, [
        'dispute_opened', 'case_referred_to_partner', 'dispute_settled', 'economic_benefit_recovered',
        'complaint_received', 'complaint_resolved', 'prelitigation_case_accepted', 'prelitigation_case_closed',
        'collective_contract_signed', 'collective_contract_expired']],
        ['street', 'services', 3, 10, [
        'service_activity_held', 'activity_attendance_reported', 'injured_worker_visited', 'consolation_paid',
        'injury_legal_consultation_given']],
        ['street', 'sites', 3, 10, [
        'service_site_opened', 'service_site_accepted', 'service_site_closed']],
        ['street', 'workforce', 3, 10, [
        'training_project_delivered', 'training_attendance_reported']]
    ]) }}
{% endmacro %}
