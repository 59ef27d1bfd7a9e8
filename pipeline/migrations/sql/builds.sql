-- One row a build of the models.
CREATE TABLE ops.builds (
    build_id text NOT NULL CONSTRAINT builds_pkey PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    first_position bigint,
    last_position bigint,
    head text,
    code_version text,
    status text NOT NULL,
    reason text,
    models integer,
    seconds double precision
);
