-- Where a writer puts a batch, between take_lock (which empties it) and append. Belongs to the owner on purpose: a
-- SECURITY DEFINER function must never read a caller's temporary table.
CREATE UNLOGGED TABLE log.staging (
    n integer NOT NULL,
    is_retraction boolean NOT NULL,
    id uuid NOT NULL,
    type text,
    type_version integer,
    fact_id uuid NOT NULL,
    subject text,
    source text,
    occurred_on date,
    period text,
    submission_id uuid,
    sheet text,
    "row" integer,
    data text
) WITH (autovacuum_enabled = false);
