-- What gate 2 decided about a build; publishing needs one that passed, with the hash of what lies in candidate.
CREATE TABLE ops.verdicts (
    build_id text NOT NULL,
    suite text NOT NULL,
    fingerprint text NOT NULL,
    expected_expectations integer NOT NULL,
    evaluated integer NOT NULL,
    successful integer NOT NULL,
    rows_checked bigint NOT NULL,
    content_hash text NOT NULL,
    passed boolean NOT NULL,
    reason text,
    decided_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX verdicts_build ON ops.verdicts (build_id, decided_at);
