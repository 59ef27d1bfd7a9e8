-- Breaches with what excuses them. An excuse holds for breaches of the days from its first to its last one; what
-- stands is judged at the last day of the data, so it comes back when the excuse has expired. The clock is not asked.
with excused as (
    select
        breaches.rule_id, breaches.happened_at, breaches.subject,
        excuses.approver || '（' || excuses.reason_zh || '，至' || excuses.expires_on || '）' as excused_by,
        row_number() over (
            partition by breaches.rule_id, breaches.happened_at, breaches.subject
            order by excuses.expires_on desc, excuses.excuse_id asc
        ) as nth
    from {{ ref('rule_breaches') }} as breaches
    inner join {{ ref('rule_excuses') }} as excuses
        on excuses.rule_id = breaches.rule_id
        and (excuses.unit_code is null or excuses.unit_code in (breaches.happened_at, breaches.unit_code))
        and (excuses.subject is null or excuses.subject = breaches.subject)
        and (excuses.excused_period is null or breaches.period like excuses.excused_period || '%')
        and breaches.breached_on between excuses.valid_from and excuses.expires_on
)

select
    breaches.rule_id,
    breaches.subject,
    breaches.happened_at,
    breaches.unit_code,
    breaches.period,
    breaches.submission_id,
    breaches.severity,
    breaches.message_zh,
    breaches.message_en,
    excused.excused_by
from {{ ref('rule_breaches') }} as breaches
left join excused
    on excused.rule_id = breaches.rule_id and excused.happened_at = breaches.happened_at
    and excused.subject = breaches.subject and excused.nth = 1
