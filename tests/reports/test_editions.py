"""Editions: frozen once, found again unchanged, rendered again with the same bytes, withheld when the gate said no."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps import report
from pipeline.steps.result import WrongCallError
from reports.edition import Edition, canonical, load
from reports.errors import DamagedEditionError
from reports.writing import FILES, render

NEXT_BUILD = "20230101-0002"


@pytest.fixture
def settings(published: Database, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, database_url=published.url)


def stored(database: Database, edition_id: str) -> Edition:
    with database.engine("publisher").connect() as connection:
        return load(connection, edition_id)


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def test_rendering_a_stored_edition_again_gives_the_same_bytes(published_once: Database, written: dict[str, Path]):
    """HTML, PDF and JSON of a stored edition are the same bytes whenever they are rendered."""
    for folder in (written["year"], written["street"]):
        assert render(stored(published_once, folder.name)) == contents(folder)


def test_the_json_beside_the_report_has_the_hash_that_the_report_names(written: dict[str, Path]):
    """`sha256sum edition.json` gives the hash printed in the report: an edition can be checked without this program."""
    for folder in written.values():
        digest = hashlib.sha256((folder / "edition.json").read_bytes()).hexdigest()
        assert digest in (folder / "report.html").read_text(encoding="utf-8")
        assert folder.name.endswith(digest[:12])


def test_the_same_figures_of_one_publication_are_one_edition(settings: Settings, published: Database):
    """A second run finds the edition that is there and writes nothing, not even the time."""
    first = report.run(settings, period="2022")
    folder = Path(str(first.rows[0]["html"])).parent
    before = {name: (folder / name).stat().st_mtime_ns for name in FILES}
    again = report.run(settings, period="2022")
    assert again.rows == first.rows
    assert {name: (folder / name).stat().st_mtime_ns for name in FILES} == before
    with published.engine("publisher").connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM ops.editions")) == 1


def test_an_edition_stays_as_it_was_when_the_published_figures_change(
    settings: Settings, published: Database, note_publications
):
    """Late reports change what is published and make a new edition; the old one keeps figures, files and bytes."""
    old = report.run(settings, period="2022").rows[0]
    folder = Path(str(old["html"])).parent
    before, frozen = contents(folder), stored(published, str(old["edition_id"]))
    note_publications(published, NEXT_BUILD, "UPDATE published.fct_indicator_value SET value = value + 1")
    new = report.run(settings, period="2022").rows[0]
    assert new["edition_id"] != old["edition_id"]
    assert stored(published, str(old["edition_id"])) == frozen
    assert contents(folder) == before == render(frozen)


def test_lost_files_come_back_from_the_stored_edition(settings: Settings):
    """The row is the edition, the files are its print: without them they are printed again, the same."""
    row = report.run(settings, period="2022-03").rows[0]
    folder = Path(str(row["html"])).parent
    before = contents(folder)
    (folder / "report.pdf").unlink()
    assert report.again(settings, str(row["edition_id"])).rows == [row]
    assert contents(folder) == before


def test_an_altered_edition_is_refused(settings: Settings, published: Database):
    """A figure changed in the table, by its owner, no longer fits the hash and is not printed."""
    edition_id = str(report.run(settings, period="2022-03").rows[0]["edition_id"])
    with published.engine("owner").begin() as connection:
        statement = 'UPDATE ops.editions SET figures = replace(figures, \'"value":"\', \'"value":"9\')'
        connection.execute(sa.text(statement))
    with pytest.raises(DamagedEditionError):
        stored(published, edition_id)


def test_the_publisher_can_neither_change_nor_delete_an_edition(settings: Settings, published: Database):
    """Editions are only ever added."""
    report.run(settings, period="2022-03")
    for statement in ("UPDATE ops.editions SET head = ''", "DELETE FROM ops.editions"):
        with published.engine("publisher").connect() as connection, pytest.raises(sa.exc.ProgrammingError):
            connection.execute(sa.text(statement))


def test_the_hash_covers_every_part_but_the_time(published_once: Database, written: dict[str, Path]):
    """Another figure, definition, position, head, build or version is another hash."""
    edition = stored(published_once, written["month"].name)
    for change in (
        {"figures": {**edition.figures, "months": []}},
        {"definitions": {}},
        {"position": edition.position + 1},
        {"head": "0" * 64},
        {"build_id": "other"},
        {"code_version": "other"},
        {"unit_code": STREET_CODE},
        {"period": "2022-04"},
        {"kind": "yearly"},
    ):
        assert canonical(replace(edition, **change)) != canonical(edition), change
    assert json.loads(canonical(edition))["head"] == edition.head


STREET_CODE = "440307015"


def test_without_a_period_the_newest_month_its_quarter_and_its_year_are_due(settings: Settings):
    """`grassroots report` alone writes the three editions that are due."""
    result = report.run(settings)
    assert sorted(str(row["period"]) for row in result.rows) == ["2022", "2022-12", "2022-Q4"]
    assert sorted(str(row["kind"]) for row in result.rows) == ["monthly", "quarterly", "yearly"]
    assert "2022-440307" in str(result.summary["pdf"])


def test_nothing_published_means_no_report(fresh_database: Database, tmp_path: Path):
    """A new database has nothing to report and says so, in both languages."""
    result = report.run(Settings(home=tmp_path, database_url=fresh_database.url))
    assert not result.ok
    assert "尚未发布" in result.message
    assert "nothing is published" in result.message
    assert not (tmp_path / "editions").exists()


def test_a_build_that_the_gate_refused_withholds_the_report(settings: Settings, published: Database, note_refusal):
    """The last build failed gate 2: no report, and the answer gives the reason of the gate."""
    note_refusal(published, NEXT_BUILD, "2 项指标超出可信范围")
    result = report.run(settings, period="2022")
    assert not result.ok
    assert "withheld, because" in result.message
    assert "2 项指标超出可信范围" in result.message
    assert not result.rows
    assert not settings.editions.exists()


def test_a_build_that_failed_or_was_not_judged_withholds_too(settings: Settings, published: Database, note_builds):
    """Anything but a passed gate means withheld: a build nobody judged, a build that broke off."""
    note_builds(published, NEXT_BUILD, "finished")
    assert "尚未经过发布检查" in report.run(settings, period="2022").message
    note_builds(published, "20230101-0003", "failed", "模型 fct_indicator_value 失败")
    assert "模型 fct_indicator_value 失败" in report.run(settings, period="2022").message


def test_an_unknown_period_or_unit_is_a_wrong_call(settings: Settings):
    """Exit code 2: nothing is published for such a unit or period, and no empty report is printed."""
    for period, unit in (("2031", None), ("2022-13", None), ("2022", "440307999")):
        with pytest.raises(WrongCallError, match="没有已发布的数据"):
            report.run(settings, period=period, unit=unit)


def test_a_unit_below_a_street_has_no_report(settings: Settings):
    """Its words would be a street's (全街道, 本街道), its chapters those that nobody asked of it."""
    engine = Database(str(settings.database_url)).engine("reader")
    with engine.connect() as connection:
        below = connection.scalar(
            sa.text("select unit_code from published.dim_org_unit where level = 'federation' order by 1 limit 1")
        )
    with pytest.raises(WrongCallError, match=f"{below} is neither"):
        report.run(settings, period="2022", unit=below)
