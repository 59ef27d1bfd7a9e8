-- Limit of the source's use (W23, X2): what is reported about an enterprise is shown to its union as well. A row is a
-- report that was not, where the enterprise had a union of its own that day.
select
    reported.risk_no as subject,
    places.unit_code,
    reported.period,
    reported.occurred_on as breached_on,
    reported.submission_id,
    reported.enterprise_code,
    '企业' || reported.enterprise_code || '有工会，隐患报告' || reported.risk_no || '没有告知企业工会' as wrong_zh,
    'hazard report ' || reported.risk_no || ' was not shown to the union of enterprise ' || reported.enterprise_code
        as wrong_en
from {{ live('stg_dispute_risk_reported') }} as reported
inner join {{ ref('enterprise_history') }} as places
    on places.enterprise_code = reported.enterprise_code
    and places.place_from <= reported.occurred_on and reported.occurred_on < places.valid_to
where not reported.is_shown_to_union and places.coverage = 'own_union'
