-- The stored record of an event: 14 fields joined by U+001F, NULL as empty (concat_ws would skip NULL).
CREATE FUNCTION log.record(
    id uuid, type text, type_version integer, action text, fact_id uuid, supersedes bigint, subject text, source text,
    occurred_on date, period text, submission_id uuid, sheet text, "row" integer, data text
) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN id::text || e'\x1f' || type || e'\x1f' || type_version::text || e'\x1f' || action || e'\x1f'
    || fact_id::text || e'\x1f' || coalesce(supersedes::text, '') || e'\x1f' || subject || e'\x1f' || source || e'\x1f'
    || occurred_on::text || e'\x1f' || period || e'\x1f' || submission_id::text || e'\x1f'
    || coalesce(sheet, '') || e'\x1f' || coalesce("row"::text, '') || e'\x1f' || data;
