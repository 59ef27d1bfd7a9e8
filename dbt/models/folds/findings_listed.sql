-- What was found in each hand-in, one row a finding as the sender got it (at most 50 of one code are listed, the rest is
-- counted in found_count).
with listed as (
    select
        hand_ins.submission_id,
        hand_ins.receipt_no,
        hand_ins.unit_code,
        hand_ins.period,
        hand_ins.file_name,
        hand_ins.state,
        hand_ins.is_valid,
        hand_ins.is_monthly,
        hand_ins.received_at,
        findings.item
    from {{ ref('hand_ins') }} as hand_ins
    cross join {{ json_rows('hand_ins.findings', 'findings') }}
)

select
    submission_id,
    receipt_no,
    unit_code,
    period,
    file_name,
    state,
    is_valid,
    is_monthly,
    received_at,
    {{ json_text('item', 'code') }} as code,
    -- what a reader noticed was once called a note, and such events stay in a log
    case {{ json_text('item', 'severity') }} when 'note' then 'info' else {{ json_text('item', 'severity') }} end as severity,
    {{ json_text('item', 'sheet') }} as sheet,
    cast({{ json_text('item', 'row') }} as integer) as row_no,
    {{ json_text('item', 'column') }} as column_letter,
    {{ json_text('item', 'heading') }} as heading,
    {{ json_text('item', 'value') }} as masked_value,
    {{ json_text('item', 'zh') }} as message_zh,
    {{ json_text('item', 'en') }} as message_en,
    coalesce(cast({{ json_text('item', 'count') }} as bigint), 1) as found_count
from listed
