-- Sealed ranges of the log: what DuckDB, Spark and a backup read.
CREATE TABLE log.segments (
    first_position bigint NOT NULL CONSTRAINT segments_pkey PRIMARY KEY,
    last_position bigint NOT NULL CONSTRAINT segments_last_key UNIQUE,
    path text NOT NULL CONSTRAINT segments_path_key UNIQUE,
    sha256 text NOT NULL,
    events bigint NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT segments_complete CHECK (events = last_position - first_position + 1)
);
