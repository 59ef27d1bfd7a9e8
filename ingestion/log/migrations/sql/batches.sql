-- One append = one batch = one link of the chain.
CREATE TABLE log.batches (
    first_position bigint NOT NULL CONSTRAINT batches_pkey PRIMARY KEY,
    last_position bigint NOT NULL CONSTRAINT batches_last_key UNIQUE,
    recorded_at timestamptz NOT NULL,
    digest bytea NOT NULL,
    head bytea NOT NULL,
    CONSTRAINT batches_order CHECK (first_position <= last_position)
);
