"""Superset is prepared once, holds exactly what the repository holds, and refuses to start without its own secrets."""

import json
import os
import stat
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from pipeline import dashboard_check, superset_service
from pipeline.steps import dashboards

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def metadata(published_database: Any) -> sa.Engine:
    """Superset's metadata after the dashboards were imported."""
    assert dashboards.run(published_database.settings).ok
    return sa.create_engine(published_database.database.address("superset", "psycopg"), poolclass=sa.NullPool)


def rows(engine: sa.Engine, query: str) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.scalars(sa.text(query)))


def test_a_second_import_finds_nothing_to_do(published_database: Any, metadata: sa.Engine) -> None:
    """`make run` with nothing new must not pay for Superset's imports."""
    before = os.times()
    answer = dashboards.run(published_database.settings)
    assert answer.ok
    assert answer.summary["imported"] == 0
    assert not superset_service.prepare(published_database.settings, published_database.database)
    after = os.times()
    assert sum(after[:4]) - sum(before[:4]) < 5, "processor seconds, its programs included"


def test_what_the_repository_no_longer_has_goes_and_what_an_analyst_saved_stays(
    published_database: Any, metadata: sa.Engine
) -> None:
    """Import merges by itself; a dashboard taken out of the repository must not live on in Superset."""
    settings, database = published_database.settings, published_database.database
    whole = dashboards.bundle(dashboard_check.read(dashboards.ASSETS), database)
    fewer = {path: text for path, text in whole.items() if "quality" not in path}
    own = str(uuid.uuid4())
    with metadata.begin() as connection:
        columns, values = "slice_name, uuid, viz_type, is_managed_externally", "'own', :own, 'table', false"
        connection.execute(sa.text(f"INSERT INTO slices ({columns}) VALUES ({values})"), {"own": own})
    answer = superset_service.import_assets(settings, database, fewer)
    assert answer == {"imported": len(fewer) - 1, "deleted": len(whole) - len(fewer)}
    kept = sorted(Path(path).stem for path in fewer if "/dashboards/" in f"/{path}")
    assert len(kept) == 9
    assert sorted(rows(metadata, "SELECT slug FROM dashboards")) == kept
    assert uuid.UUID(own) in rows(metadata, "SELECT uuid FROM slices WHERE NOT is_managed_externally")
    assert superset_service.import_assets(settings, database, whole)["imported"] == len(whole) - 1
    assert len(rows(metadata, "SELECT slug FROM dashboards")) == 10


def test_a_dashboard_that_does_not_match_the_marts_is_not_imported(
    published_database: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The step answers with one row a mismatch and leaves Superset as it was."""
    asset = tmp_path / "charts" / "lost.yaml"
    asset.parent.mkdir()
    asset.write_text("{uuid: x, dataset_uuid: y, params: {adhoc_filters: []}}", encoding="utf-8")
    monkeypatch.setattr(dashboards, "ASSETS", tmp_path)
    answer = dashboards.run(published_database.settings)
    assert not answer.ok
    assert {"asset": "charts/lost.yaml", "problem": "stands on no dashboard"} in answer.rows


def test_readers_get_no_sql_lab_and_cannot_change_data_sets(metadata: sa.Engine) -> None:
    """Row rules of virtual data sets fail open in 6.1.0: a reader must not be able to make one."""
    query = (
        "SELECT p.name || ' ' || v.name FROM ab_role r JOIN ab_permission_view_role x ON x.role_id = r.id"
        " JOIN ab_permission_view pv ON pv.id = x.permission_view_id JOIN ab_permission p ON p.id = pv.permission_id"
        " JOIN ab_view_menu v ON v.id = pv.view_menu_id WHERE r.name = '{}'"
    )
    granted = rows(metadata, query.format("龙岗读者"))
    assert {"can_read Dashboard", "can_drill Dashboard"} <= set(granted)
    assert len([pair for pair in granted if pair.startswith("datasource_access")]) == 11
    assert [
        pair for pair in granted if "sql" in pair.lower() or pair in {"can_write Dataset", "can_write Database"}
    ] == []
    assert [pair for pair in rows(metadata, query.format("Alpha")) if pair == "can_write Dataset"], (
        "the check sees nothing"
    )


def test_superset_reads_as_the_reader_and_holds_no_example(metadata: sa.Engine) -> None:
    """One database, ours, with the role that can read published tables and nothing else."""
    (address,) = rows(metadata, "SELECT sqlalchemy_uri FROM dbs")
    assert address.startswith("postgresql+psycopg2://grassroots_reader")


def test_password_and_secrets_are_readable_by_the_owner_alone(published_database: Any, metadata: sa.Engine) -> None:
    """Generated per installation, mode 0600, never the defaults that Superset would start with."""
    home = published_database.settings.home
    for path in (home / "run" / "superset.password", home / "superset" / "secrets.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(set(json.loads((home / "superset" / "secrets.json").read_text(encoding="utf-8")).values())) == 3


@pytest.mark.parametrize(
    ("secrets", "sentence"),
    [
        (None, "GRASSROOTS_SUPERSET_SECRETS is missing"),
        ({}, "secret secret_key is missing"),
        ({"secret_key": "short"}, "secret secret_key is missing, short"),
        ({"secret_key": "CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET"}, "known default"),
        ({"secret_key": "k" * 40, "guest_token": "test-guest-secret-change-me"}, "secret guest_token"),
    ],
)
def test_the_configuration_refuses_missing_and_known_secrets(
    tmp_path: Path, secrets: dict[str, str] | None, sentence: str
) -> None:
    """Superset starts happily with its published default secrets; ours does not."""
    variables = {"PATH": os.defpath, "GRASSROOTS_SUPERSET_DATABASE_URL": "postgresql://x"}
    if secrets is not None:
        path = tmp_path / "secrets.json"
        path.write_text(json.dumps(secrets), encoding="utf-8")
        variables["GRASSROOTS_SUPERSET_SECRETS"] = str(path)
    program = [sys.executable, str(ROOT / "superset" / "superset_config.py")]
    done = subprocess.run(program, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert sentence in done.stderr


def test_no_outside_host_is_named_in_the_configuration() -> None:
    """Maps, fonts, telemetry: Superset's defaults name a dozen hosts, ours none."""
    text = (ROOT / "superset" / "superset_config.py").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if "https://" in line] == []
