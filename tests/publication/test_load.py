"""Loading: what lies in the warehouse lies in candidate, once, described, or not at all."""

import dataclasses
import shutil
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from pipeline import marts, publication
from pipeline.database import Database
from pipeline.marts import Column, Mart, MartContractError
from pipeline.steps.load import LoadError, load
from tests.publication.candidate_year import BUILD


def content(database: Database) -> str:
    """Hash of what is loaded."""
    with database.engine("gate").connect() as connection:
        return publication.content_hash(connection, "candidate", "evidence")


def loads(database: Database) -> list[str]:
    """The builds that were loaded, in order."""
    with database.engine("gate").connect() as connection:
        return list(connection.scalars(sa.text("select build_id from ops.loads order by loaded_at")))


def test_loading_the_same_build_again_changes_nothing(candidate: Database, year_file: Path, contracts: dict[str, Mart]):
    before = content(candidate)
    loaded = load(candidate, year_file, contracts)
    assert loaded.ok
    assert content(candidate) == before
    assert loads(candidate) == [BUILD, BUILD]


def test_every_value_of_the_warehouse_arrives(candidate: Database, year_file: Path, contracts: dict[str, Mart]):
    """Compared as text, mart by mart: decimals, dates, instants in UTC, booleans, Chinese, empty cells."""
    with duckdb.connect(str(year_file), read_only=True) as source, candidate.engine("gate").connect() as target:
        for mart in contracts.values():
            texts = ", ".join(f'cast("{column.name}" as varchar) as "{column.name}"' for column in mart.columns)
            given = source.execute(f"select {texts} from marts.{mart.name}").fetchall()
            arrived = target.execute(sa.text(f"select {texts} from {mart.table}"))
            plain = [tuple(_same(value) for value in row) for row in arrived]
            assert sorted(map(repr, plain)) == sorted(map(repr, given)), mart.name


def _same(value: str | None) -> str | None:
    """PostgreSQL writes an instant with its zone where DuckDB's timestamp has none."""
    return value.removesuffix("+00") if value and value.endswith("+00") and ":" in value else value


def test_tables_and_columns_carry_the_descriptions_of_their_contracts(candidate: Database, contracts: dict[str, Mart]):
    with candidate.engine("gate").connect() as connection:
        said = publication.comments(connection, "candidate")
    for mart in (mart for mart in contracts.values() if mart.schema == "candidate"):
        assert said[mart.name, ""] == mart.comment
        for column in mart.columns:
            assert column.comment, f"{mart.name}.{column.name} is not described"
            assert said[mart.name, column.name] == column.comment


def test_a_mart_that_is_missing_or_of_another_shape_loads_nothing(
    candidate: Database, year_file: Path, contracts: dict[str, Mart], tmp_path: Path
):
    before = content(candidate)
    damaged = Path(shutil.copy(year_file, tmp_path / "damaged.duckdb"))
    with duckdb.connect(str(damaged)) as connection:
        connection.execute("alter table marts.fct_submission drop column state")
    with pytest.raises(LoadError, match="fct_submission"):
        load(candidate, damaged, contracts)
    with pytest.raises(LoadError, match="grassroots build"):
        load(candidate, tmp_path / "none.duckdb", contracts)
    assert content(candidate) == before
    assert loads(candidate) == [BUILD], "a load that failed is no load"


def test_a_warehouse_whose_first_build_broke_off_is_not_loaded(
    candidate: Database, year_file: Path, contracts: dict[str, Mart], tmp_path: Path
):
    """Some marts may stand in it already; only a finished build has a watermark."""
    before = content(candidate)
    unfinished = Path(shutil.copy(year_file, tmp_path / "unfinished.duckdb"))
    with duckdb.connect(str(unfinished)) as connection:
        connection.execute("drop schema build cascade")
    with pytest.raises(LoadError, match="not finished"):
        load(candidate, unfinished, contracts)
    assert content(candidate) == before
    assert loads(candidate) == [BUILD]


def test_a_contract_that_changed_makes_the_table_again_and_one_that_is_gone_drops_it(
    candidate: Database, year_file: Path, contracts: dict[str, Mart]
):
    narrow = dataclasses.replace(contracts["dim_period"], columns=contracts["dim_period"].columns[:3])
    fewer = {name: mart for name, mart in contracts.items() if name != "fct_finding"} | {"dim_period": narrow}
    load(candidate, year_file, fewer)
    with candidate.engine("gate").connect() as connection:
        shapes = publication.shapes(connection, "candidate")
    assert "fct_finding" not in shapes
    assert list(shapes["dim_period"]) == [column.name for column in narrow.columns]


def test_the_shape_in_postgresql_is_the_shape_of_the_contract(candidate: Database, contracts: dict[str, Mart]):
    with candidate.engine("gate").connect() as connection:
        for schema in ("candidate", "evidence"):
            shapes = publication.shapes(connection, schema)
            for mart in (mart for mart in contracts.values() if mart.schema == schema):
                wanted = {c.name: c.type.replace("timestamptz", "timestamp with time zone") for c in mart.columns}
                assert shapes[mart.name] == wanted


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("varchar", "text"),
        ("VARCHAR", "text"),
        ("integer", "integer"),
        ("decimal(18,4)", "numeric(18,4)"),
        ("DECIMAL(18, 2)", "numeric(18,2)"),
        ("timestamp", "timestamptz"),
        ("timestamp with time zone", "timestamptz"),
        ("double", "double precision"),
        ("boolean", "boolean"),
        ("date", "date"),
    ],
)
def test_types_of_the_contract_have_a_type_in_postgresql(given: str, made: str):
    assert marts.postgres_type(given) == made


def test_a_contract_takes_its_words_from_doc_blocks_and_its_types_are_demanded(tmp_path: Path):
    folder = tmp_path / "dbt" / "models" / "marts"
    folder.mkdir(parents=True)
    (tmp_path / "dbt" / "models" / "words.md").write_text("{% docs place %}\n哪里\n/ where\n{% enddocs %}")
    contract = folder / "m.yml"
    contract.write_text(
        "models: [{name: m, description: M, columns: [{name: a, data_type: int, description: \"{{ doc('place') }}\"}]}]"
    )
    assert marts.read(folder) == {"m": Mart("candidate", "m", (Column("a", "integer", "哪里 / where"),), "M")}
    contract.write_text("models: [{name: m, columns: [{name: a}]}]")
    with pytest.raises(MartContractError, match="without data_type: a"):
        marts.read(folder)
    contract.unlink()
    with pytest.raises(MartContractError, match="no mart contracts"):
        marts.read(folder)
