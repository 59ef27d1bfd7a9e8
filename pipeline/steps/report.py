"""Step ``report``: freeze the published figures of a unit and period as an edition; write HTML, PDF, DOCX and XLSX.

Reads ``published`` in one REPEATABLE READ transaction, stores the edition, renders only what was stored. The same
figures of the same publication are one edition: a second run writes nothing. When nothing is published, or the last
build was withheld, no report is written and the answer says *withheld, because …*.
"""

import datetime

import sqlalchemy as sa

from pipeline import due
from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps.result import Progress, Result, WrongCallError, counted, silent
from reports.edition import Edition, freeze, load, store
from reports.errors import NoFiguresError, NothingPublishedError, WithheldError
from reports.figures import published_build, read_figures
from reports.publication import due_periods, publication_of, streets
from reports.writing import write

DISTRICT = "440307"
LEVEL = sa.text("select level from published.dim_org_unit where unit_code = :unit")
REPORTED = ("district", "street", None)  # of a unit that nobody knows there are no figures either
COLUMNS = (
    "edition_id", "kind", "unit_code", "period", "position", "html", "pdf", "docx", "xlsx", "pdf_bytes", "sha256",
)  # fmt: skip


def run(
    settings: Settings,
    *,
    period: str | None = None,
    unit: str | None = None,
    due_on: str | None = None,
    all_streets: bool = False,
    language: str = "zh",
    progress: Progress = silent,
) -> Result:
    """Write the edition of one period, or every edition that is due, for the district, one street or all of them.

    period       '2022-03', '2022-Q1' or '2022'; none = the newest month with figures, its quarter and its year
    unit         '440307' (the default) or the code of a street
    due_on       '2022-04-05': every edition that was due on that day; withheld while one of them has no figures
    all_streets  an edition for each street instead; no unit may be named with it
    language     'zh', or 'en' for the English print of the same edition
    """
    if all_streets and unit:
        message = "--unit 和 --all-streets 只能选一个 / name one unit or all streets, not both"
        raise WrongCallError(message)
    database = Database.open(settings)
    try:
        editions = _freeze(database, None if all_streets else unit or DISTRICT, [period] if period else _due(due_on))
    except (NoFiguresError, NothingPublishedError, WithheldError) as error:
        if isinstance(error, NoFiguresError) and not due_on:
            raise WrongCallError(str(error)) from error
        return Result(False, summary={"withheld": str(error)}, message=str(error), columns=COLUMNS)
    rows = []
    for edition in editions:
        progress(f"编制报告 {edition.period} {edition.unit_code} / typesetting")
        rows.append(_row(edition, settings, language))
    first = min(rows, key=lambda row: len(str(row["period"])))  # the year, where there is one
    summary = {"html": first["html"], "pdf": first["pdf"], "editions": [row["edition_id"] for row in rows]}
    return Result(True, rows, summary, f"{len(rows)} 份报告 / {counted(len(rows), 'edition', 'editions')}", COLUMNS)


def again(settings: Settings, edition_id: str) -> Result:
    """Render a stored edition again from what is stored; raises WrongCallError when there is none of that name."""
    try:
        with Database.open(settings).engine("publisher").connect() as connection:
            edition = load(connection, edition_id)
    except KeyError as error:
        message = f"没有编号为 {edition_id} 的报告 / there is no edition {edition_id}"
        raise WrongCallError(message) from error
    return Result(True, [_row(edition, settings)], columns=COLUMNS)


def _due(day: str | None) -> list[str]:
    """Periods that were due on a day; none without a day."""
    try:
        return due.periods(datetime.date.fromisoformat(day)) if day else []
    except ValueError as error:
        message = f"日期应写作 2022-04-05，而不是 {day} · a day is written so"
        raise WrongCallError(message) from error


def _freeze(database: Database, unit: str | None, periods: list[str]) -> list[Edition]:
    """Read and store the editions of a unit, or of all streets; the figures of all come from one publication.

    No period = what is due.
    """
    reader = database.engine("reader").execution_options(isolation_level="REPEATABLE READ")
    with reader.connect() as published, database.engine("publisher").begin() as ops:
        publication = publication_of(ops, published_build(published))
        now = datetime.datetime.now(datetime.UTC)
        if published.scalar(LEVEL, {"unit": unit}) not in REPORTED:
            message = f"报告只为区或街道编制，{unit} 不是 · {unit} is neither: a report is of the district or a street"
            raise WrongCallError(message)
        wanted = [
            (code, name)
            for code in ([unit] if unit else streets(published))
            for name in (periods or due_periods(published, code))
        ]
        if not wanted:
            raise NoFiguresError(unit or DISTRICT, "任何期间")
        frozen = [freeze(*read_figures(published, code, name), publication, now) for code, name in wanted]
        return [store(ops, edition) for edition in frozen]


def _row(edition: Edition, settings: Settings, language: str = "zh") -> dict[str, object]:
    folder = write(edition, settings.editions, language)
    pdf = folder / "report.pdf"
    return {
        "edition_id": edition.edition_id,
        "kind": edition.kind,
        "unit_code": edition.unit_code,
        "period": edition.period,
        "position": edition.position,
        "html": str(folder / "report.html"),
        "pdf": str(pdf),
        "docx": str(folder / "report.docx"),
        "xlsx": str(folder / "report.xlsx"),
        "pdf_bytes": pdf.stat().st_size,
        "sha256": edition.sha256,
    }
