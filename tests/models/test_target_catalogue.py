"""The plan and how it is tested are data; what is wrong with a row stops the build with the name of the row."""

import csv
import json
import os
import shutil
from pathlib import Path

import pytest

from pipeline.dbt_project import PROJECT
from tests.models.conftest import Folded

# Row of the plan ► column, what is put there, what the complaint says.
FAULTS = {
    "t_size100_union_rate": ("target_value", "", "no target_value"),
    "t_three_brands": ("operator", "~", "unknown operator · 算符不明: ~"),
    "t_three_series": ("unit", "lumps", "unknown unit, add it to seeds/target_units.csv · 单位不明: lumps"),
    "t_care_series": ("value_basis", "rumour", "unknown value_basis · 依据不明: rumour"),
    "t_festival_series": ("due", "", "no due day"),
}
HOW_FAULTS = {
    "t_exemplar_regions": ("test", "sometimes", "unknown test"),
    "t_exemplar_industries": ("pace", "fast", "unknown pace"),
    "t_pilot_min_projects": ("tested_delta", "", "names no tested_delta"),
    "t_recuperation_health_talk": ("population_delta", "", "names no population_delta"),
    "t_nef_members_growth": ("test", "total", "growth and basis do not fit"),
    "t_training_menu_items": ("starts_on", "2024-01-01", "begins after it is due"),
    "t_weekly321_days": ("held_to", "", "a weekly test names the constant"),
    "t_weekly321_events": (
        "held_to",
        "weekly321_min_visits",
        "held_to is no constant of the catalogue with this level",
    ),
    "t_dispute_contacts": ("target_id", "t_nobody", "no row in seeds/targets_how.csv"),
}


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A copy of the project with a fault in a dozen rows."""
    project = tmp_path / "dbt_project"
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    _damage(project / "seeds" / "targets.csv", "id", FAULTS)
    _damage(project / "seeds" / "targets_how.csv", "target_id", HOW_FAULTS)
    return project


def _damage(file: Path, key: str, faults: dict[str, tuple[str, str, str]]) -> None:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        if row[key] in faults:
            column, text, _ = faults[row[key]]
            row[column] = text
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_every_fault_of_the_catalogue_is_named_with_its_row(damaged: Path, warehouse: Folded) -> None:
    """A level missing, an unknown operator, unit, basis, test or pace, a target nobody says how to test."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    target = warehouse.path.parent / "dbt"
    os.environ["DBT_DUCKDB_PATH"] = str(warehouse.path)
    try:
        for work in ("seed", "test"):
            dbtRunner().invoke(
                [work, "--select", "targets,resource_type:seed" if work == "seed" else "usable_targets_targets_",
                 *(["targets_how", "target_units", "indicators"] if work == "seed" else []),
                 "--project-dir", str(damaged), "--profiles-dir", str(damaged), "--target-path", str(target),
                 "--log-path", str(target / "logs"), "--quiet", "--no-partial-parse"]
            )  # fmt: skip
    finally:
        DuckDBConnectionManager.close_all_connections()
    [result] = json.loads((target / "run_results.json").read_text("utf-8"))["results"]
    assert result["status"] == "error"
    for name, (_, _, complaint) in {**FAULTS, **HOW_FAULTS}.items():
        said = f"{name}: {complaint}" if "names" not in complaint else complaint
        assert said in result["message"], result["message"]
    assert "t_nobody: stands in targets_how but not in targets" in result["message"]
    assert result["message"].count(": ") >= len(FAULTS) + len(HOW_FAULTS) + 1
