-- Rows that wait: coordinates, codes and what they wait for, never their values (details 28).
-- The row itself is read again from the raw file.
CREATE TABLE intake.quarantine (
    submission_id uuid NOT NULL REFERENCES intake.submissions,
    sheet text NOT NULL,
    row integer NOT NULL,
    codes text[] NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'accepted', 'discarded')),
    PRIMARY KEY (submission_id, sheet, row)
);
CREATE INDEX quarantine_waiting ON intake.quarantine (submission_id) WHERE state = 'waiting';
