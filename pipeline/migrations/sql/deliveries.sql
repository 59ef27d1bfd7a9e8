-- The ledger of mails: one row for each (edition, recipient), and one for each (notice of a withheld report, recipient).
-- A row is there, with its Message-ID, before anything is sent, and it is never deleted. Only the course of the sending
-- can be changed: what goes to whom under which Message-ID cannot.
CREATE TABLE ops.deliveries (
    -- The edition; for a notice its own id, 'withheld-<period>-<unit>-<reason>'.
    edition_id text NOT NULL,
    recipient text NOT NULL,
    what text NOT NULL CONSTRAINT deliveries_what CHECK (what IN ('edition', 'notice')),
    kind text NOT NULL,
    unit_code text NOT NULL,
    period text NOT NULL,
    -- Why the report is withheld; only a notice has one.
    reason text,
    message_id text NOT NULL CONSTRAINT deliveries_message_id UNIQUE,
    state text NOT NULL DEFAULT 'queued'
    CONSTRAINT deliveries_state CHECK (state IN ('queued', 'sent', 'failed', 'refused')),
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    queued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    first_attempt_at timestamptz,
    last_attempt_at timestamptz,
    CONSTRAINT deliveries_pkey PRIMARY KEY (edition_id, recipient),
    CONSTRAINT deliveries_reason CHECK ((what = 'notice') = (reason IS NOT NULL))
);
CREATE INDEX deliveries_queued ON ops.deliveries (queued_at) WHERE state = 'queued';

-- The publisher, who makes editions, sends them; the builder reads for `status`. Addresses are nobody else's business.
GRANT SELECT, INSERT ON ops.deliveries TO grassroots_publisher;
GRANT UPDATE (state, attempts, last_error, first_attempt_at, last_attempt_at)
ON ops.deliveries TO grassroots_publisher;
GRANT SELECT ON ops.deliveries TO grassroots_builder;
