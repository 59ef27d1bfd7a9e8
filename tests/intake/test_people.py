"""People: a card number goes in, a pseudonym comes out, and nothing else of the person is found anywhere."""

import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from ingestion.intake.vault import Vault, VaultKeyError, read_key
from tests.intake.conftest import COMMUNITY, STREET, Desk

CARDS = [f"LG77{n:08d}" for n in range(12)]
PLANTED = [*CARDS, "11010519491231002X", "13800138000", "张三丰"]


def members(cards: list[str]) -> dict[str, list[dict[str, object]]]:
    return {
        "会员台账": [
            {"会员证号": card, "所属单位代码": COMMUNITY, "是否新业态": True, "入会日期": date(2022, 3, 2)}
            for card in cards
        ]
    }


def test_a_card_is_the_same_person_in_one_domain_and_another_one_in_the_next(desk: Desk) -> None:
    vault = desk.intake.preparing.here.vault
    coverage = vault.exchange("coverage", pl.Series([CARDS[0], CARDS[1], CARDS[0], None]))
    assert coverage[0] == coverage[2] != coverage[1]
    assert coverage[3] is None
    assert vault.exchange("coverage", pl.Series([CARDS[0]]))[0] == coverage[0]
    assert vault.exchange("services", pl.Series([CARDS[0]]))[0] != coverage[0]


def test_another_key_knows_nobody(desk: Desk, tmp_path: Path) -> None:
    mine = desk.intake.preparing.here.vault.exchange("coverage", pl.Series([CARDS[0]]))[0]
    other = Vault(desk.intake.engine, tmp_path / "other.key").exchange("coverage", pl.Series([CARDS[0]]))[0]
    assert mine != other


def test_a_key_file_open_to_others_is_refused(tmp_path: Path) -> None:
    read_key(tmp_path / "vault.key")
    (tmp_path / "vault.key").chmod(0o644)
    with pytest.raises(VaultKeyError):
        read_key(tmp_path / "vault.key")


def test_planted_identifiers_are_found_nowhere_but_in_the_raw_file(desk: Desk, tmp_path: Path) -> None:
    """Cards in their column, an ID number, a phone and a name where none belongs; then every table is searched."""
    rows = members(CARDS[:10])
    rows["会员台账"].append(
        {"会员证号": PLANTED[-3], "所属单位代码": COMMUNITY, "是否新业态": True, "入会日期": date(2022, 3, 2)}
    )
    rows["会员台账"].append(
        {"会员证号": PLANTED[-2], "所属单位代码": COMMUNITY, "是否新业态": True, "入会日期": date(2022, 3, 2)}
    )
    done = desk.rows(rows)
    assert done.submission.counts.quarantined == 2
    injured = {"会员证号": CARDS[11], "受伤日期": date(2022, 3, 1), "探视次序": 1, "探视日期": date(2022, 3, 3)}
    wrong = {"会员证号": PLANTED[-1], "受伤日期": date(2022, 3, 1), "探视次序": 1, "探视日期": date(2022, 3, 3)}
    done = desk.rows({"工伤探视台账": [injured, wrong]}, unit=STREET)
    assert (done.submission.counts.new, done.submission.counts.quarantined) == (1, 1)
    assert "member_id" in desk.live("injured_worker_visited")["data"][0]
    everything = _every_text(desk)
    assert "enterprise" in everything or "member" in everything
    for secret in PLANTED:
        assert secret not in everything, secret


def _every_text(desk: Desk) -> str:
    """All rows of all tables of schemas log, intake and vault as text."""
    parts = []
    with desk.database.engine(None).connect() as connection:
        tables = connection.execute(
            sa.text(
                "SELECT table_schema, table_name FROM information_schema.tables"
                " WHERE table_schema IN ('log', 'intake', 'vault')"
            )
        ).all()
        assert len(tables) > 6
        for schema, table in tables:
            parts += [
                str(row[0]) for row in connection.execute(sa.text(f'SELECT t::text FROM {schema}."{table}" AS t'))
            ]
    return os.linesep.join(parts)
