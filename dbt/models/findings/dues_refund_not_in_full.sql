-- Rule of the source (一（六）三是): dues are refunded in full, approved before they are paid. Once for each enterprise and
-- period holds by the key of the fact: a second one would correct the first.
with refunds as (
    select
        refunded.enterprise_code, refunded.refund_period, refunded.refunded_yuan, refunded.occurred_on, refunded.source,
        refunded.period, refunded.submission_id, approved.dues_paid_yuan, approved.occurred_on as approved_on
    from {{ live('stg_dues_refunded') }} as refunded
    left join {{ live('stg_dues_refund_approved') }} as approved
        on approved.enterprise_code = refunded.enterprise_code and approved.refund_period = refunded.refund_period
)

select
    refunds.enterprise_code || ' ' || refunds.refund_period as subject,
    coalesce(places.unit_code, refunds.source) as unit_code,
    refunds.period,
    refunds.occurred_on as breached_on,
    refunds.submission_id,
    refunds.dues_paid_yuan, refunds.refunded_yuan, refunds.approved_on,
    '企业' || refunds.enterprise_code || '的' || refunds.refund_period || '年度经费返还' || refunds.refunded_yuan || '元'
    || case
        when approved_on is null then '，没有核准'
        when approved_on > refunds.occurred_on then '，早于核准日' || approved_on
        else '，已缴' || dues_paid_yuan || '元，不是全额' end as wrong_zh,
    'enterprise ' || refunds.enterprise_code || ', dues of ' || refunds.refund_period || ': ' || refunds.refunded_yuan
    || ' yuan refunded, '
    || case
        when approved_on is null then 'never approved'
        when approved_on > refunds.occurred_on then 'before the approval on ' || approved_on
        else dues_paid_yuan || ' yuan paid: not in full' end as wrong_en
from refunds
left join {{ ref('enterprise_history') }} as places
    on places.enterprise_code = refunds.enterprise_code
    and places.place_from <= refunds.occurred_on and refunds.occurred_on < places.valid_to
where
    refunds.approved_on is null or refunds.approved_on > refunds.occurred_on
    or refunds.refunded_yuan <> refunds.dues_paid_yuan
