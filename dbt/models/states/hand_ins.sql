-- One row a hand-in: what was handed in, its present state, and whether it ever became valid.
-- A retry of waiting rows changes counts, never the state.
with decisions as (
    select
        *,
        row_number() over (partition by submission_id order by position) as nth,
        row_number() over (partition by submission_id, decision = 'retried' order by position desc) as nth_from_last,
        row_number() over (
            partition by submission_id, decision in ('superseded', 'withdrawn') order by position desc
        ) as nth_count_from_last
    from {{ ref('decisions') }}
),

first_decision as (
    select * from decisions where nth = 1
),

present_state as (
    select submission_id, decision as state, decided_at
    from decisions
    where nth_from_last = 1 and decision <> 'retried'
),

present_counts as (
    select submission_id, counts, findings
    from decisions
    where nth_count_from_last = 1 and decision not in ('superseded', 'withdrawn')
),

validity as (
    select submission_id, max(decision in ('accepted', 'accepted_with_findings', 'released')) as was_accepted
    from decisions
    group by submission_id
)

select
    first_decision.submission_id,
    first_decision.receipt_no,
    first_decision.unit_code,
    first_decision.period,
    first_decision.kind,
    first_decision.file_name,
    first_decision.contracts,
    -- names are sorted and the special workbook states special types only, so the first one tells
    split_part(coalesce(first_decision.contracts, ''), ' ', 1) not in (
        {%- for type in special_types() %}
        '{{ type }}'{% if not loop.last %},{% endif %}
        {%- endfor %}
    ) as is_monthly,
    first_decision.received_at,
    present_state.decided_at,
    present_state.state,
    coalesce(present_counts.counts, first_decision.counts) as counts,
    coalesce(present_counts.findings, first_decision.findings) as findings,
    validity.was_accepted and present_state.state <> 'withdrawn' as is_valid
from first_decision
inner join present_state on present_state.submission_id = first_decision.submission_id
inner join validity on validity.submission_id = first_decision.submission_id
left join present_counts on present_counts.submission_id = first_decision.submission_id
-- A channel that names no union body speaks for none: its rejection stays in the log and in the list of hand-ins, and
-- must not stop the figures of those who do exist.
where first_decision.unit_code in (select unit_code from {{ ref('org_unit_history') }})
