-- Written by ingestion.contracts.staging from contract submission_accepted; change that, not this.
with events as (
    {{ log_events('submission_accepted') }}
),

typed as (
    select
        subject as receipt_no,
        position,
        action,
        fact_id,
        supersedes,
        source,
        occurred_on,
        recorded_at,
        period,
        submission_id,
        {{ json_text('data', 'sender') }} as sender,
        {{ json_text('data', 'hand_in_period') }} as hand_in_period,
        {{ json_text('data', 'kind') }} as kind,
        {{ json_text('data', 'file_name') }} as file_name,
        {{ json_text('data', 'sha256') }} as sha256,
        {{ json_text('data', 'received_at') }} as received_at,
        {{ json_text('data', 'contracts') }} as contracts,
        {{ json_text('data', 'replaces') }} as replaces,
        {{ json_text('data', 'decided_by') }} as decided_by,
        {{ json_text('data', 'reason') }} as reason,
        {{ json_text('data', 'counts') }} as counts,
        {{ json_text('data', 'findings') }} as findings
    from events
)

select * from typed
