-- Who else states a fact: hand-ins that repeated what the log already knew. A replacement must not retract
-- what another accepted hand-in states (details 8), and the log does not hold repetitions.
CREATE TABLE intake.statements (
    submission_id uuid NOT NULL REFERENCES intake.submissions,
    fact_id uuid NOT NULL,
    sheet text NOT NULL,
    PRIMARY KEY (fact_id, submission_id)
);
CREATE INDEX statements_submission ON intake.statements (submission_id);
