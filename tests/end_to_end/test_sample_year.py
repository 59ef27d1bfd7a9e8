"""The sample year, end to end: what the issue calls done, on the real thing."""

import csv
import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from ingestion.log.event import FACT_COLUMNS
from ingestion.log.port import Batch
from ingestion.log.postgres import PostgresEventLog
from ingestion.log.segments import segments
from ingestion.registry.now import RegistryNow
from pipeline.database import Database
from pipeline.dbt_project import PROJECT
from pipeline.settings import Settings
from pipeline.steps import build, gate, load, publish, seal
from tests.end_to_end.conftest import Year, call
from tests.end_to_end.withheld import FIGURES, Range, copy_without

pytestmark = pytest.mark.timeout(3600)  # the first test pays for the whole year
LIVE = f"""select {", ".join(FACT_COLUMNS)} from read_parquet(?) where action <> 'retracted' and position not in (
    select supersedes from read_parquet(?) where supersedes is not null) order by position"""
CARD = re.compile(rb"LG[0-9]{10}")


def test_the_main_job_succeeds_and_says_what_it_did(year: Year) -> None:
    """The closing lines: hand-ins by state, events and head, models, gates, reports, figures, times, next command."""
    assert year.returncode == 0, year.output[-4000:]
    for words in (
        "accepted",
        "held",
        "rejected",
        "head",
        "gate 1",
        "gate 2",
        "report.html",
        "report.pdf",
        "95/95",
        "make serve",
    ):
        assert words in year.output, words


def test_every_published_figure_is_reproduced(year: Year) -> None:
    rows = year.table("reconcile", "--period", "2022")
    assert list(rows[0]) == ["indicator_id", "published", "recomputed", "low", "high", "verdict", "kind", "wording"]
    assert len(rows) == 95
    assert {row["indicator_id"] for row in rows if row["kind"] != "constant"} == set(FIGURES)
    assert {row["verdict"] for row in rows} == {"within"}


def test_the_derived_identities_of_the_report_hold(year: Year) -> None:
    """What the printed figures imply of each other holds for the folded ones (consistency notes, section 2)."""
    done = year.grassroots("reconcile", "--period", "2022")
    assert done.returncode == 0, done.stderr
    assert "published figures are reproduced" in done.stdout + done.stderr
    assert "implied by the printed figures" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("unit", "period"), [("440307", "2022"), ("440307015", "2022"), ("440307015", "2022-03"), ("440307", "2022-03")]
)
def test_figures_of_a_unit_and_period(year: Year, unit: str, period: str) -> None:
    rows = year.table("figures", "--unit", unit, "--period", period)
    columns = ["indicator_id", "value", "numerator", "denominator", "previous", "target", "status", "value_basis"]
    assert list(rows[0]) == columns
    with (PROJECT / "seeds" / "indicators.csv").open(encoding="utf-8", newline="") as lines:
        of_the_district = {row["indicator_id"] for row in csv.DictReader(lines) if row["finest_level"] == "district"}
    below = set() if unit == "440307" else of_the_district
    assert {row["indicator_id"] for row in rows} >= set(FIGURES) - below
    assert not {row["indicator_id"] for row in rows} & below
    rate = next(row for row in rows if row["indicator_id"] == "size100_union_rate")
    assert abs(Decimal(rate["value"]) - 100 * Decimal(rate["numerator"]) / Decimal(rate["denominator"])) < Decimal(
        "0.001"
    )


def test_the_streets_add_up_to_the_district(year: Year) -> None:
    """Flows of the eleven streets and of the district's own desk are the district's figure."""
    sql = """select sum(value) filter (where unit_level = 'district'), sum(value) filter (where unit_level = 'street')
        from published.fct_indicator_value where indicator_id = 'disputes_jointly_mediated' and period = '2022'
        and reading = 'as_was'"""
    with year.database.engine("reader").connect() as connection:
        district, streets = connection.execute(sa.text(sql)).one()
    own = year.table("submissions", "--unit", "440307")
    assert district == 677
    assert own
    assert streets <= district


def test_every_hand_in_has_its_decision_and_no_row_is_lost(year: Year) -> None:
    """Conservation, hand-in by hand-in, and the plain kinds of trouble that a year brings."""
    rows = year.table("submissions")
    parts = ("new", "corrected", "known", "quarantined", "held", "rejected", "blank", "structural")
    assert all(int(row["read"]) == sum(int(row[part]) for part in parts) for row in rows)
    states = {row["state"] for row in rows}
    assert states >= {"accepted", "accepted_with_findings", "held", "rejected", "superseded"}
    assert sum(int(row["read"]) - int(row["blank"]) - int(row["structural"]) for row in rows) > 90_000


def test_a_second_run_finds_nothing_to_do(year: Year) -> None:
    done = year.grassroots("run")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing is new" in done.stdout


def test_no_card_number_lies_anywhere_but_in_the_raw_files(year: Year) -> None:
    """Every byte of the data folder except raw/: database files, segments, warehouse, reports, receipts, logs."""
    home = year.settings.home
    raw = sum(1 for path in (home / "raw").rglob("*") if path.is_file())
    assert raw > 1500
    searched = 0
    for path in home.rglob("*"):
        if path.is_file() and not path.is_symlink() and home / "raw" not in path.parents:
            searched += 1
            assert not CARD.search(path.read_bytes()), path
    assert searched > 500
    with duckdb.connect() as connection:
        files = [str(segment.path) for segment in segments(year.database.engine("builder"), year.settings.segments)]
        found = connection.execute(
            "select count(*) from read_parquet(?) where regexp_matches(data || subject, 'LG[0-9]{10}')", [files]
        )
        assert found.fetchone() == (0,)


def test_the_registry_that_intake_reads_equals_the_one_that_dbt_builds(year: Year) -> None:
    """Details 13: one registry, read in two places."""
    known = RegistryNow()
    known.refresh(year.database.engine("builder"))
    with duckdb.connect(str(year.settings.warehouse), read_only=True) as connection:
        places = connection.execute(
            "select enterprise_code, last(unit_code order by valid_from) from states.enterprise_history group by 1"
        ).fetchall()
        units = connection.execute(
            "select unit_code, parent_code, valid_to is not null from marts.dim_org_unit"
        ).fetchall()
    assert dict(places) == known.enterprises
    assert set(units) == {(unit.code, unit.parent, unit.is_closed) for unit in known.units.values()}
    assert sum(is_closed for *_, is_closed in units) == 3, "one merged, one split, one closed"


def test_what_has_not_come_is_listed_and_what_was_waived_says_by_whom(year: Year) -> None:
    """Two nil returns never came, a third was waived: five domains each."""
    rows = year.table("submissions", "--missing")
    assert Counter(row["state"] for row in rows) == {"missing": 10, "waived": 5}
    assert {row["approver"] for row in rows if row["state"] == "waived"} == {"district-leader"}


def test_a_stated_total_that_does_not_add_up_names_who_answers(year: Year) -> None:
    """Five totals were stated, one on purpose wrong; nothing of the year hangs below itself or moves twice in a day.

    A unit below has not handed in one of its months, so it answers before the street that stated the total.
    """
    with duckdb.connect(str(year.settings.warehouse), read_only=True) as connection:
        told = "select total_unit_code, unit_code, reason from findings.level_total_differs"
        assert connection.execute(told).fetchall() == [("440307003", "440307003014", "hand_ins_missing")]
        for rule in ("unit_below_itself", "unit_moved_twice_in_a_day", "waiver_without_effect"):
            assert connection.execute(f"select count(*) from findings.{rule}").fetchone() == (0,)


def test_a_changed_byte_is_found_even_when_the_owner_changed_it(year: Year) -> None:
    """As table owner with triggers off: one byte of one event; then it is put back."""
    change = "UPDATE log.events SET data = :data WHERE position = 777"
    with year.database.engine("owner").begin() as connection:
        data = connection.execute(sa.text("SELECT data FROM log.events WHERE position = 777")).scalar_one()
        connection.exec_driver_sql("ALTER TABLE log.events DISABLE TRIGGER ALL")
        connection.execute(sa.text(change), {"data": data[:-2] + chr(ord(data[-2]) ^ 1) + data[-1]})
    try:
        done = year.grassroots("verify")
        assert done.returncode == 1
        assert "777" in done.stdout + done.stderr
    finally:
        with year.database.engine("owner").begin() as connection:
            connection.execute(sa.text(change), {"data": data})
            connection.exec_driver_sql("ALTER TABLE log.events ENABLE TRIGGER ALL")
    assert year.grassroots("verify").returncode == 0


def test_airflows_own_command_line_finds_this_data_folder(year: Year) -> None:
    """Its DAGs are ours and its runs are those of the main job; a wrong call is not taken for a right one."""
    runs = year.grassroots("airflow", "dags", "list-runs", "reports", "--output", "json")
    assert runs.returncode == 0, runs.stderr
    listed = next(line for line in runs.stdout.splitlines() if line.startswith("["))  # Airflow warns before it answers
    assert {run["state"] for run in json.loads(listed)} == {"success"}
    assert year.grassroots("airflow", "dags", "list-runs", "no_such_dag").returncode == 1


def test_a_changed_byte_in_a_sealed_file_is_found(year: Year) -> None:
    """The log is intact then; the command names the file that must come back from a backup."""
    path = next(year.settings.segments.glob("*.parquet"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    try:
        done = year.grassroots("verify")
        assert done.returncode == 1
        assert path.name in done.stdout + done.stderr
    finally:
        path.write_bytes(whole)


def _ranges(year: Year) -> dict[str, Range]:
    rows = year.table("reconcile", "--period", "2022")
    return {
        row["indicator_id"]: Range(
            Decimal(row["recomputed"]), Decimal(row["low"]), Decimal(row["high"]) if row["high"] else None
        )
        for row in rows
        if row["kind"] != "constant"
    }


@pytest.mark.parametrize("kind", ["equality", "ranged"])
def test_each_figure_leaves_its_range_when_what_it_counts_is_withheld(year: Year, kind: str, tmp_path: Path) -> None:
    """Details 35: without one event that an equality figure counts, without enough of a ranged one; each one folded."""
    wanted = {name: found for name, found in _ranges(year).items() if found.is_equality == (kind == "equality")}
    assert wanted
    sealed = segments(year.database.engine("builder"), year.settings.segments)
    less = copy_without(year.settings.warehouse, [s.path for s in sealed], wanted, tmp_path / "less.parquet")
    warehouse = tmp_path / "less.duckdb"
    build.fold(warehouse, [(1, sealed[-1].last_position, less)], "withheld", tests=False)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        verdicts = dict(connection.execute("select indicator_id, verdict from marts.fct_reconciliation").fetchall())
    assert {name for name in wanted if verdicts[name] == "within"} == set()


def test_one_withheld_event_is_named_by_the_command_and_makes_it_fail(
    year: Year, fresh_database: Database, tmp_path: Path
) -> None:
    """A second log with every live fact but one goes the whole way; reconcile exits 1 and names that figure alone."""
    name = "complaints_handled"
    sealed = segments(year.database.engine("builder"), year.settings.segments)
    less = copy_without(
        year.settings.warehouse, [s.path for s in sealed], {name: _ranges(year)[name]}, tmp_path / "less.parquet"
    )
    with duckdb.connect() as connection:
        facts = connection.execute(LIVE, [str(less), str(less)]).pl()
    log = PostgresEventLog(fresh_database.engine("writer"), fresh_database.engine("builder"))
    log.append(Batch(facts.cast(dict(FACT_COLUMNS))))
    settings = Settings(home=tmp_path, database_url=fresh_database.url)
    for step in (seal, build, load, gate, publish):
        done = step.run(settings)
        assert done.ok, done.message
    environment = {"GRASSROOTS_DATABASE_URL": fresh_database.url}
    answer = call(tmp_path, "reconcile", "--period", "2022", "--format", "csv", **environment)
    assert answer.returncode == 1
    outside = [line for line in answer.stdout.splitlines() if ",within," not in line]
    assert [line.split(",")[:6] for line in outside[1:]] == [[name, "243", "242", "243", "243", "outside"]]
