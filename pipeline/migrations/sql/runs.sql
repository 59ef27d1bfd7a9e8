-- One row a run of a step.
CREATE TABLE ops.runs (
    run_id text NOT NULL,
    step text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    ok boolean,
    summary text,
    CONSTRAINT runs_pkey PRIMARY KEY (run_id, step)
);
