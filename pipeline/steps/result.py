"""What every step answers: is it true, the rows to list, the figures to sum up, one sentence for a person.

A step is a plain function ``run(settings, **options) -> Result`` in ``pipeline.steps.<name>``; the command line and the
DAGs call it and print the answer. Steps print nothing themselves; a long step with a parameter ``progress`` is given
a function that shows one line to a person.

Options by step (all keyword-only, all optional unless marked):

==========  ==============================================================================================
step        options
==========  ==============================================================================================
init        (none)
sample      year: int, seed: int, progress
template    unit: str (required), period: str ('2022-03', required), out: Path | None (a folder), workbook: str
intake      paths: tuple[Path, ...] (empty = the drop folder), sender: str | None (a unit code, ``--as``), progress
seal        (none)
build       full_refresh: bool, tests: bool, progress
load        progress
gate        (none)                           -- gate 2 on schema ``candidate``
publish     (none)
dashboards  progress
report      period: str | None ('2022-03', '2022-Q1', '2022'; none = every edition that is due),
            unit: str | None (the district or a street; none = the district), due_on: str | None,
            all_streets: bool, language: str ('zh' | 'en'), progress
deliver     edition: str | None, due_on: str | None ('2022-04-05', none = now), dry_run: bool, progress
deliveries  state: str | None
reconcile   period: str (required)
figures     unit: str (required), period: str (required), reading: str ('as_was' | 'today')
targets     year: str (required), unit: str | None (none = the district)
findings    unit: str | None, period: str | None, code: str | None, severity: str | None, rule: str | None
verify      export: Path | None (none = in place), progress
status      why_held: bool
doctor      (none)
export      out: Path (required), what: str ('log' | 'marts')
submissions unit: str | None, period: str | None, state: str | None, missing: bool
release     receipt: str (required), by: str (required), reason: str | None
withdraw    receipt: str (required), by: str (required)
==========  ==============================================================================================

Keys of ``summary`` that others read: intake ``gate_1`` (text), seal ``sealed`` (events), reconcile ``within`` and
``figures`` (counts), report ``html`` and ``pdf`` (paths of the yearly edition). Any other key is the step's own.

Errors: Exception
        └── WrongCallError    the call itself cannot be meant: unknown unit, impossible period, missing file (exit 2)
Anything else that a step raises ends in exit code 1, with its message shown and the trace in the log file.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[str], None]
"""Takes one line for a person; a long step calls it about once a second, never more."""


class WrongCallError(Exception):
    """The call itself is wrong (exit code 2); the message says what would be right, Chinese first."""


def counted(number: int, one: str, many: str) -> str:
    """'1 report', '3 reports': a number with its English noun."""
    return f"{number} {one if number == 1 else many}"


def silent(line: str) -> None:
    """Drop a progress line: the default of steps that can report progress."""


@dataclass(frozen=True)
class Result:
    """The answer of one step.

    ok       every file accepted or already known and every check true (exit code 0); otherwise exit code 1.
    rows     what ``--format csv|json|table`` lists; every row has the same keys in the same order.
    summary  figures for the closing lines of the main job, key ► JSON value (``events``, ``head``, …).
    message  one sentence, Chinese first, English beside it.
    columns  the header when there may be no row; empty means: the keys of the first row.
    """

    ok: bool
    rows: list[dict[str, object]] = field(default_factory=list)
    summary: dict[str, object] = field(default_factory=dict)
    message: str = ""
    columns: tuple[str, ...] = ()
