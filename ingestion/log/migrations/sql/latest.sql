-- The last version of each fact. Derived from log.events, kept by append under the lock.
CREATE TABLE log.latest (
    fact_id uuid NOT NULL CONSTRAINT latest_pkey PRIMARY KEY,
    position bigint NOT NULL
);
