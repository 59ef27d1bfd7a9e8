"""Both logs of the contract, and facts to put into them."""

from collections.abc import Callable
from datetime import date

import pytest

from ingestion.log.event import Fact, canonical, facts_frame
from ingestion.log.identity import fact_id
from ingestion.log.memory import MemoryEventLog
from ingestion.log.port import Batch, EventLog
from ingestion.log.postgres import PostgresEventLog
from pipeline.database import Database

MakeFact = Callable[..., Fact]
SUBMISSION = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.fixture(params=["memory", "postgres"])
def log(request: pytest.FixtureRequest) -> EventLog:
    """The same test runs on both implementations."""
    return MemoryEventLog() if request.param == "memory" else request.getfixturevalue("postgres_log")


@pytest.fixture
def postgres_log(fresh_database: Database) -> PostgresEventLog:
    """An empty log with the rights that production has: the writer appends, the builder reads."""
    return PostgresEventLog(fresh_database.engine("writer"), fresh_database.engine("builder"))


@pytest.fixture
def make_fact() -> MakeFact:
    """A fact by the key of its enterprise; every field can be given another value."""

    def make(key: str = "A", amount: str = "1.00", **other: object) -> Fact:
        values: dict[str, object] = {
            "type": "enterprise_union_established",
            "type_version": 1,
            "fact_id": fact_id("enterprise_union_established", [key]),
            "subject": key,
            "source": "440307001",
            "occurred_on": date(2022, 3, 1),
            "period": "2022-03",
            "submission_id": SUBMISSION,
            "sheet": "建会台账",
            "row": 4,
            "data": canonical({"amount_yuan": amount, "enterprise_code": key}),
        }
        return Fact(**(values | other))  # type: ignore[arg-type]

    return make


@pytest.fixture
def filled_log(postgres_log: PostgresEventLog, make_fact: MakeFact) -> PostgresEventLog:
    """Three batches: six facts, two corrections with one more fact, a retraction; ten events."""
    for batch in batches(make_fact):
        postgres_log.append(batch)
    return postgres_log


def batches(make_fact: MakeFact) -> list[Batch]:
    """The three batches of ``filled_log``."""
    first, second = facts_frame([make_fact(k) for k in "ABCDEF"]), [make_fact("A", "2.00"), make_fact("B", "3.00")]
    taken_back = first.head(1).select("fact_id", "source", "period", "submission_id", "sheet", "row")
    return [
        Batch(first),
        Batch(facts_frame([*second, make_fact("G", sheet=None, row=None)])),
        Batch(retractions=taken_back),
    ]
