"""The work tables of intake: submissions, quarantine, statements. SQL only; no decision is made here."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from ingestion.checking.findings import Finding, to_json
from ingestion.intake.hand_in import Counts, Submission

_COLUMNS = (
    "submission_id, receipt_no, sender, period, channel, file_name, sha256, size, received_at, state, kind, contracts,"
    " replaces, reason, counts, findings, decided_by"
)
_SAVE = f"""
INSERT INTO intake.submissions ({_COLUMNS}) VALUES (
    CAST(:submission_id AS uuid), :receipt_no, :sender, :period, :channel, :file_name, :sha256, :size, :received_at,
    :state, :kind, :contracts, :replaces, :reason, :counts, :findings, :decided_by)
ON CONFLICT (submission_id) DO UPDATE SET
    receipt_no = excluded.receipt_no, period = excluded.period, state = excluded.state, kind = excluded.kind,
    contracts = excluded.contracts, replaces = excluded.replaces, reason = excluded.reason,
    counts = excluded.counts, findings = excluded.findings, decided_by = excluded.decided_by,
    decided_at = CASE WHEN excluded.state IN ('received', 'checked') THEN NULL ELSE now() END"""
_QUARANTINE = """
INSERT INTO intake.quarantine (submission_id, sheet, row, codes)
VALUES (CAST(:submission_id AS uuid), :sheet, :row, :codes)
ON CONFLICT (submission_id, sheet, row) DO UPDATE SET codes = excluded.codes, state = 'waiting'"""
_STATEMENTS = """
INSERT INTO intake.statements (submission_id, fact_id, sheet)
SELECT CAST(s AS uuid), CAST(f AS uuid), t FROM unnest(
    CAST(:submissions AS text[]), CAST(:facts AS text[]), CAST(:sheets AS text[])) AS u (s, f, t)
ON CONFLICT DO NOTHING"""


def save(connection: sa.Connection, submission: Submission) -> None:
    """Insert or update the row of a hand-in."""
    values = {name: getattr(submission, name) for name in _COLUMNS.replace("\n", " ").split(", ") if name}
    values |= {"counts": json.dumps(submission.counts.as_dict()), "findings": to_json(submission.findings)}
    connection.execute(sa.text(_SAVE), values)


def find(connection: sa.Connection, *, submission_id: str | None = None, receipt_no: str | None = None) -> Any:
    """The hand-in with that id or receipt number, or None."""
    where = "submission_id = CAST(:key AS uuid)" if submission_id else "receipt_no = :key"
    row = connection.execute(
        sa.text(f"SELECT {_COLUMNS} FROM intake.submissions WHERE {where}"), {"key": submission_id or receipt_no}
    ).mappings().one_or_none()  # fmt: skip
    return None if row is None else _submission(row)


def unfinished(connection: sa.Connection) -> list[Submission]:
    """Hand-ins that were received but never decided: a killed run left them, the next one finishes them."""
    return _all(connection, "state IN ('received', 'checked')", {})


def waiting(connection: sa.Connection, code: str) -> list[Submission]:
    """Accepted hand-ins with rows that wait only for what `code` names (an unknown reference)."""
    where = (
        "submission_id IN (SELECT submission_id FROM intake.quarantine"
        " WHERE state = 'waiting' AND codes = ARRAY[:code])"
        " AND state IN ('accepted', 'accepted_with_findings')"
    )
    return _all(connection, where, {"code": code})


def waiting_rows(connection: sa.Connection, submission_id: str, code: str) -> set[tuple[str, int]]:
    """(sheet, row) of a hand-in's rows that wait only for what `code` names."""
    rows = connection.execute(
        sa.text(
            "SELECT sheet, row FROM intake.quarantine WHERE submission_id = CAST(:id AS uuid)"
            " AND state = 'waiting' AND codes = ARRAY[:code]"
        ),
        {"id": submission_id, "code": code},
    )
    return {(row[0], row[1]) for row in rows}


def quarantine(connection: sa.Connection, submission_id: str, rows: Mapping[tuple[str, int], set[str]]) -> None:
    """Let these rows wait, with the codes of what is wrong with them."""
    values = [
        {"submission_id": submission_id, "sheet": sheet, "row": row, "codes": sorted(codes)}
        for (sheet, row), codes in rows.items()
    ]
    if values:
        connection.execute(sa.text(_QUARANTINE), values)


def settle(connection: sa.Connection, submission_id: str, rows: Iterable[tuple[str, int]], state: str) -> None:
    """Rows that wait no longer: accepted or discarded."""
    values = [{"id": submission_id, "sheet": sheet, "row": row, "state": state} for sheet, row in rows]
    if values:
        connection.execute(
            sa.text(
                "UPDATE intake.quarantine SET state = :state"
                " WHERE submission_id = CAST(:id AS uuid) AND sheet = :sheet AND row = :row"
            ),
            values,
        )


def discard_waiting(connection: sa.Connection, submission_id: str) -> None:
    """All waiting rows of a hand-in that was replaced, withdrawn or checked again."""
    connection.execute(
        sa.text(
            "UPDATE intake.quarantine SET state = 'discarded'"
            " WHERE submission_id = CAST(:id AS uuid) AND state = 'waiting'"
        ),
        {"id": submission_id},
    )


def add_statements(connection: sa.Connection, statements: list[tuple[str, str, str]]) -> None:
    """(submission, fact, sheet): hand-ins that state a fact whose last version is somebody else's."""
    if statements:
        submissions, facts, sheets = map(list, zip(*statements, strict=True))
        connection.execute(sa.text(_STATEMENTS), {"submissions": submissions, "facts": facts, "sheets": sheets})


def drop_statements(connection: sa.Connection, submission_id: str) -> None:
    """A replaced or withdrawn hand-in states nothing any more."""
    connection.execute(
        sa.text("DELETE FROM intake.statements WHERE submission_id = CAST(:id AS uuid)"), {"id": submission_id}
    )


def stated_elsewhere(connection: sa.Connection, fact_ids: list[str], besides: str) -> set[str]:
    """Those of the facts that another hand-in than `besides` states too."""
    rows = connection.execute(
        sa.text(
            "SELECT DISTINCT fact_id::text FROM intake.statements"
            " WHERE fact_id = ANY(CAST(:facts AS uuid[])) AND submission_id <> CAST(:besides AS uuid)"
        ),
        {"facts": fact_ids, "besides": besides},
    )
    return {row[0] for row in rows}


def listing(engine: sa.Engine, where: str = "true", **values: object) -> list[Submission]:
    """Hand-ins in the order they were received, for the commands `submissions`, `findings` and `status`."""
    with engine.connect() as connection:
        return _all(connection, where, values)


def _all(connection: sa.Connection, where: str, values: Mapping[str, object]) -> list[Submission]:
    rows = connection.execute(
        sa.text(f"SELECT {_COLUMNS} FROM intake.submissions WHERE {where} ORDER BY received_at, receipt_no"), values
    ).mappings()
    return [_submission(row) for row in rows]


def _submission(row: sa.RowMapping) -> Submission:
    values = {str(name): value for name, value in row.items()}
    values["submission_id"] = str(values["submission_id"])
    values["counts"] = Counts(**json.loads(values["counts"]))
    values["findings"] = tuple(Finding(**item) for item in json.loads(values["findings"]))
    return Submission(**values)
