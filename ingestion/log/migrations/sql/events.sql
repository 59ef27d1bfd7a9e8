-- The log. position, recorded_at and hash are not part of the record; all other columns are, in this order.
CREATE TABLE log.events (
    position bigint NOT NULL CONSTRAINT events_pkey PRIMARY KEY,
    id uuid NOT NULL CONSTRAINT events_id_key UNIQUE,
    type text NOT NULL,
    type_version integer NOT NULL,
    action text NOT NULL,
    fact_id uuid NOT NULL,
    -- position of the version that this one replaces: live at N = position <= N and not superseded by a position <= N
    supersedes bigint,
    subject text NOT NULL,
    source text NOT NULL,
    occurred_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    period text NOT NULL,
    submission_id uuid NOT NULL,
    sheet text,
    "row" integer,
    data text NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT events_position_positive CHECK (position > 0),
    CONSTRAINT events_action_known CHECK (action IN ('asserted', 'corrected', 'retracted')),
    CONSTRAINT events_supersedes_earlier CHECK (supersedes < position),
    CONSTRAINT events_replaces_something CHECK (action = 'asserted' OR supersedes IS NOT NULL),
    CONSTRAINT events_occurred_on_plausible CHECK (occurred_on BETWEEN '1900-01-01' AND '2999-12-31'),
    CONSTRAINT events_period_form CHECK (translate(period, '123456789', '000000000') = '0000-00'),
    CONSTRAINT events_plain_text CHECK (
        (type || subject || source || coalesce(sheet, '') || data) !~ '[\x01-\x1f\x7f]'
    ),
    CONSTRAINT events_hash_length CHECK (octet_length(hash) = 32)
);
-- Partial, because an index full of NULLs costs two fifths of the append rate.
CREATE UNIQUE INDEX events_supersedes_key ON log.events (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX events_submission ON log.events (submission_id);
