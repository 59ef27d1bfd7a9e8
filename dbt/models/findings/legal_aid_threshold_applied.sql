-- Rule of the source (二（六）二是): legal aid has no threshold for injury recognition, injury compensation and wage claims
-- of rural migrants. A case number and no person; the street owns the finding.
select
    accepted.aid_no as subject,
    coalesce(applied.unit_code, applied.source) as unit_code,
    accepted.period,
    accepted.occurred_on as breached_on,
    accepted.submission_id,
    applied.matter_type,
    '法律援助' || accepted.aid_no || '属零门槛受理事项，却登记为有门槛' as wrong_zh,
    'legal aid ' || accepted.aid_no || ' has no threshold by its matter, but is registered with one' as wrong_en
from {{ live('stg_legal_aid_accepted') }} as accepted
inner join {{ live('stg_legal_aid_applied') }} as applied on applied.aid_no = accepted.aid_no
where
    not accepted.is_zero_threshold
    and applied.matter_type in ('injury_recognition', 'injury_compensation', 'migrant_wages')
