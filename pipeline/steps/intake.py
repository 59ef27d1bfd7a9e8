"""Take in what waits in the drop folder, or the files that are named: one receipt each; nothing stops the next file."""

import re
from collections import Counter
from pathlib import Path

from ingestion.intake import answer, waiting
from ingestion.intake.drop import from_path, pending, put_away, strays
from ingestion.intake.hand_in import ACCEPTED, HandIn
from ingestion.intake.service import Answer
from ingestion.landing import LandingError
from pipeline.database import Database
from pipeline.intake_room import GateOne, open_intake
from pipeline.settings import Settings
from pipeline.steps.result import Progress, Result, WrongCallError, silent

COLUMNS = ("receipt_no", "state", "sender", "period", "file", "rows", "errors", "warnings", "note")
EVERY = 25
"""A progress line after so many files."""
UNIT_CODE = re.compile(r"\w[\w-]*")
"""A unit's code names a folder below drop/, so it is nothing but letters, digits and hyphens."""


def run(
    settings: Settings, *, paths: tuple[Path, ...] = (), sender: str | None = None, progress: Progress = silent
) -> Result:
    """One row a file: receipt, state, where its rows went. Ok when every file is accepted or was already known."""
    database = Database.open(settings)
    with open_intake(settings, database) as intake:
        finished = waiting.finish(intake)
        hand_ins = _named(paths, sender, settings) if paths else pending(settings.folder("drop"))
        rows = [_row(done, done.submission.file_name) for done in finished]
        for number, (hand_in, done) in enumerate(intake.take_all(hand_ins), start=1):
            rows.append(_settled(hand_in, done, settings))
            if number % EVERY == 0 or number == len(hand_ins):
                progress(f"{number}/{len(hand_ins)} 份 · files, {hand_in.sender} {hand_in.file_name}")
        rows += [] if paths else [_astray(path) for path in strays(settings.drop)]
        retried = waiting.retry(intake)
        gate = intake.gate if isinstance(intake.gate, GateOne) else GateOne(intake.engine)
    states = Counter(str(row["state"]) for row in rows)
    good = {*ACCEPTED, "known", "superseded"}
    ok = all(row["state"] in good for row in rows)
    summary: dict[str, object] = {"files": len(rows), **states, "rows_retried": sum(r.counts.read for r in retried)}
    summary["gate_1"] = f"{gate.passed} 批通过 passed, {gate.refused} 批未通过 held"
    message = (
        "；".join(f"{state} {count}" for state, count in sorted(states.items())) or "没有待处理的文件 · no file waits"
    )
    return Result(ok=ok, rows=rows, summary=summary, message=message, columns=COLUMNS)


def _named(paths: tuple[Path, ...], sender: str | None, settings: Settings) -> list[HandIn]:
    """Files or folders named in the call; the unit comes from `--as`, else from the folder below drop/."""
    if sender and not UNIT_CODE.fullmatch(sender):
        raise WrongCallError(f"--as {sender}：应为单位代码 · should be a unit's code, e.g. 440307013002")
    hand_ins = []
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            unit = sender or _unit_of(file, settings.drop)
            if unit is None:
                raise WrongCallError(f"{file}：请用 --as 指明报送单位 · name the sending unit with --as")
            hand_ins.append(from_path(file, unit))
    return hand_ins


def _unit_of(file: Path, drop: Path) -> str | None:
    try:
        return file.resolve().relative_to(drop.resolve()).parts[0]
    except ValueError:
        return None


def _settled(hand_in: HandIn, done: Answer | LandingError, settings: Settings) -> dict[str, object]:
    """Put a file away; what could not even be landed stays where it is and is tried again by the next run."""
    if isinstance(done, LandingError):
        cells = ("", "not_landed", hand_in.sender, "", hand_in.file_name, "", 1, 0, f"{done.code} {done.message_zh}")
        return dict(zip(COLUMNS, cells, strict=True))
    put_away(hand_in, done.submission, answer.text(done), settings.folder("drop"))
    return _row(done, hand_in.file_name)


def _astray(path: Path) -> dict[str, object]:
    note = "不在任何单位的文件夹里；请移入 drop/<单位代码>/ · in no unit's folder: move it into drop/<unit code>/"
    return dict(zip(COLUMNS, ("", "not_landed", "", "", path.name, "", 1, 0, note), strict=True))


def _row(done: Answer, file_name: str) -> dict[str, object]:
    """The answer under the name of the file that was handed in now; the receipt names the first of equal bytes."""
    submission = done.submission
    errors = sum(f.count for f in submission.findings if f.severity == "error")
    warnings = sum(f.count for f in submission.findings if f.severity == "warning")
    note = submission.findings[0].zh if submission.findings else ""
    state = "known" if done.already_known else submission.state
    cells = (
        submission.receipt_no, state, submission.sender, submission.period, file_name,
        answer.rows_in_words(submission), errors, warnings, note,
    )  # fmt: skip
    return dict(zip(COLUMNS, cells, strict=True))
