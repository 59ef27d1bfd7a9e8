"""What others would use to take the same rows into the same PostgreSQL: dlt, and the recorder of eventsourcing.

Both check each row with pydantic against the rules of the contract that a pydantic model can say (form, range, enum,
day). Neither knows references, repeats, corrections, receipts or a hash chain: they do less than intake does.
"""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast
from uuid import NAMESPACE_URL, uuid5

import msgspec
import psycopg
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.engine import make_url

CHUNK = 2_000


class Dispute(BaseModel):
    """A row of contract dispute_opened."""

    model_config = ConfigDict(extra="forbid")

    case_no: str = Field(min_length=1, max_length=40)
    enterprise_code: str = Field(pattern=r"^[0-9A-HJ-NP-RTUW-Y]{18}$")
    workers_involved: int = Field(ge=1, le=100_000)
    source_kind: Literal["walk_in", "hotline", "department", "enterprise"] | None = None
    opened_on: date


def checked(path: Path) -> Iterator[Dispute]:
    """Rows of an ndjson file, each through the model."""
    decode, check = msgspec.json.Decoder().decode, Dispute.model_validate
    with path.open("rb") as file:
        for line in file:
            yield check(decode(line))


class DltPeer:
    """A dlt pipeline: normalise and load jobs in a working folder, destination the peer's database.

    ``feed`` is how the rows come: ``documented`` as dlt's own pages on pydantic say (a resource with ``columns=Model``
    that yields one row after another; dlt validates each), ``pages`` of rows that were checked before, which spares it
    a call a row. ``loader`` is its file format: insert_values is its default for PostgreSQL, csv (COPY) its fastest.
    """

    def __init__(
        self,
        address: str,
        folder: Path,
        feed: Literal["documented", "pages"] = "documented",
        loader: Literal["insert_values", "csv"] = "insert_values",
    ) -> None:
        self._feed = feed
        self._loader = loader
        os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
        os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"
        import dlt

        url = make_url(address)
        host = str(url.query["host"]).replace("/", "%2F")
        target = dlt.destinations.postgres(credentials=f"postgresql://{url.username}:none@{host}/{url.database}")
        self._address = address
        self._pipeline = dlt.pipeline("bench", destination=target, dataset_name="peer", pipelines_dir=str(folder))

    def load(self, path: Path) -> None:
        """One run of the pipeline; raises when a job failed."""
        import dlt

        named = {"name": "dispute_opened", "write_disposition": "append"}
        rows = (
            dlt.resource(_decoded(path), columns=Dispute, **named)
            if self._feed == "documented"
            else dlt.resource(_dumped(path), **named)
        )
        self._pipeline.run(rows, loader_file_format=self._loader).raise_on_failed_jobs()

    def count(self) -> int:
        """Rows that lie in the peer's table."""
        return _count(self._address, "peer.dispute_opened")


class EventsourcingPeer:
    """The PostgreSQL recorder of eventsourcing: one stored event a row, in insertions of 2,000."""

    def __init__(self, address: str) -> None:
        from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

        url = make_url(address)
        self._address = address
        self._datastore = PostgresDatastore(
            dbname=str(url.database), host=str(url.query["host"]), port="", user=str(url.username), password=""
        )
        self._recorder = PostgresApplicationRecorder(self._datastore, events_table_name="stored_events")
        self._recorder.create_table()

    def load(self, path: Path) -> None:
        """Store every row of the file as version 1 of its own aggregate."""
        from eventsourcing.persistence import StoredEvent

        waiting: list[Any] = []
        for row in checked(path):
            own_id = uuid5(NAMESPACE_URL, row.case_no)
            waiting.append(StoredEvent(own_id, 1, "dispute_opened", row.model_dump_json().encode()))
            if len(waiting) == CHUNK:
                self._recorder.insert_events(waiting)
                waiting = []
        self._recorder.insert_events(waiting)

    def count(self) -> int:
        """Events that lie in the peer's table."""
        return _count(self._address, "stored_events")

    def close(self) -> None:
        """Give the connections back."""
        self._datastore.close()


def _decoded(path: Path) -> Iterator[dict[str, object]]:
    """Rows as they stand in the file, one at a time, for dlt to validate."""
    decode = msgspec.json.Decoder().decode
    with path.open("rb") as file:
        yield from map(decode, file)


def _dumped(path: Path) -> Iterator[list[dict[str, object]]]:
    """Pages of checked rows as dlt takes them fastest."""
    page: list[dict[str, object]] = []
    for row in checked(path):
        page.append(row.model_dump())
        if len(page) == CHUNK:
            yield page
            page = []
    yield page


def _count(address: str, table: str) -> int:
    with psycopg.connect(address.replace("postgresql+psycopg", "postgresql")) as connection:
        found = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
    return cast("tuple[int]", found)[0]
