-- One row a load, written in the transaction that loads: the newest names the build that stands in candidate and evidence.
CREATE TABLE ops.loads (
    build_id text NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX loads_newest ON ops.loads (loaded_at);

GRANT SELECT, INSERT ON ops.loads TO grassroots_builder;
GRANT SELECT ON ops.loads TO grassroots_gate;
