-- One row a hand-in: its receipt is a pure function of this row, so a retry returns the same bytes.
-- States received and checked live only here; every decision is also an event of the log (details 4).
CREATE TABLE intake.submissions (
    submission_id uuid PRIMARY KEY,
    receipt_no text NOT NULL UNIQUE,
    sender text NOT NULL,
    period text NOT NULL,
    kind text NOT NULL DEFAULT '',
    contracts text NOT NULL DEFAULT '',
    replaces text,
    channel text NOT NULL,
    file_name text NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    received_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN (
        'received', 'checked', 'accepted', 'accepted_with_findings', 'held', 'rejected', 'superseded', 'withdrawn'
    )),
    reason text NOT NULL DEFAULT '',
    counts text NOT NULL DEFAULT '{}',
    findings text NOT NULL DEFAULT '[]',
    decided_at timestamptz,
    decided_by text
);
CREATE INDEX submissions_sender ON intake.submissions (sender, period);
