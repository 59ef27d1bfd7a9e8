-- Report editions with their frozen figures and definitions: rendered again, never queried again.
CREATE TABLE ops.editions (
    edition_id text NOT NULL CONSTRAINT editions_pkey PRIMARY KEY,
    kind text NOT NULL,
    unit_code text NOT NULL,
    period text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    build_id text NOT NULL,
    position bigint NOT NULL,
    head text NOT NULL,
    figures text NOT NULL,
    definitions text NOT NULL,
    code_version text NOT NULL,
    sha256 text NOT NULL,
    folder text NOT NULL
);
