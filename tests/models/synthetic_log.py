"""A small log for tests of the models: state facts, get sealed Parquet segments in the layout of the lake.

The same rules as the real log decide what a statement becomes (asserted, corrected, known), in memory.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_DNS, uuid5

import orjson
import polars as pl

from ingestion.contracts.loading import load
from ingestion.log.identity import fact_id

SCHEMA = {
    "position": pl.Int64,
    "id": pl.String,
    "type": pl.String,
    "type_version": pl.Int32,
    "action": pl.String,
    "fact_id": pl.String,
    "supersedes": pl.Int64,
    "subject": pl.String,
    "source": pl.String,
    "occurred_on": pl.Date,
    "recorded_at": pl.Datetime("us"),
    "period": pl.String,
    "submission_id": pl.String,
    "sheet": pl.String,
    "row": pl.Int32,
    "data": pl.String,
    "hash": pl.Binary,
}
DISTRICT, STREET, OTHER_STREET = "440307", "440307001", "440307002"
LEAF, LEAF_2, OTHER_LEAF = "440307001001", "440307001002", "440307002001"
START = datetime(2022, 1, 2, 8, 0, 0)


@dataclass
class SyntheticLog:
    """Events in order; `state` and `retract` append, `seal` writes a range as Parquet."""

    events: list[dict[str, object]] = field(default_factory=list)
    latest: dict[str, dict[str, object]] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)

    def state(self, type_: str, source: str = LEAF, period: str = "2022-01", **data: object) -> str:
        """State a fact; the same content again appends nothing. Returns its fact_id."""
        contract = load().types[type_]
        if type_ == "org_unit_registered":
            self.levels[str(data["unit_code"])] = str(data["level"])
        stored = {k: _plain(v) for k, v in data.items() if v is not None}
        key = [stored.get(contract.field(name).stored_as) for name in contract.natural_key]
        fact = fact_id(type_, [None if k is None else str(k) for k in key])
        content = (
            str(stored[contract.field(contract.subject).stored_as]),
            date.fromisoformat(str(stored[contract.occurred_on])),
            orjson.dumps(stored, option=orjson.OPT_SORT_KEYS).decode(),
        )
        before = self.latest.get(fact)
        alive = before is not None and before["action"] != "retracted"
        if alive and (before["subject"], before["occurred_on"], before["data"]) == content:
            return fact
        self._append(type_, "corrected" if alive else "asserted", fact, before, source, period, content)
        return fact

    def retract(self, fact: str, source: str = LEAF, period: str = "2022-01") -> None:
        """Take a fact back; the event repeats what it takes back."""
        before = self.latest[fact]
        content = (before["subject"], before["occurred_on"], before["data"])
        self._append(str(before["type"]), "retracted", fact, before, source, period, content)  # type: ignore[arg-type]

    def unit(self, code: str, name: str, level: str, parent: str | None, order: int, reports: bool = True) -> None:
        """Register a union body in the opening month."""
        self.state(
            "org_unit_registered", DISTRICT, "2021-12", unit_code=code, unit_name=name, level=level, parent_code=parent,
            official_order=order, is_reporting=reports, unit_registered_on=date(2021, 12, 1),
        )  # fmt: skip

    def district(self) -> "SyntheticLog":
        """One district, two streets, three federations."""
        self.unit(DISTRICT, "样例区总工会", "district", None, 0)
        self.unit(STREET, "甲街道总工会", "street", DISTRICT, 1)
        self.unit(OTHER_STREET, "乙街道总工会", "street", DISTRICT, 2)
        self.unit(LEAF, "甲一社区工联会", "federation", STREET, 11)
        self.unit(LEAF_2, "甲二社区工联会", "federation", STREET, 12)
        self.unit(OTHER_LEAF, "乙一社区工联会", "federation", OTHER_STREET, 21)
        return self

    def enterprise(self, code: str, unit: str = LEAF, on: str = "2021-12-01", headcount: int | None = None) -> None:
        """Register an enterprise, with a head count on the same day when one is given."""
        self.state("enterprise_registered", unit, enterprise_code=code, enterprise_name=f"企业{code}", unit_code=unit,
                   registered_on=on)  # fmt: skip
        if headcount is not None:
            self.state(
                "enterprise_headcount_reported", unit, enterprise_code=code, headcount=headcount, headcount_on=on
            )

    def hand_in(
        self, unit: str, period: str, received_at: str, state: str = "accepted", findings: object = (), **extra: str
    ) -> None:
        """A decision on a hand-in of a unit: the whole monthly workbook of its level, unless `contracts` says what."""
        if "contracts" not in extra:
            extra["contracts"] = monthly(self.levels[unit])
        receipt = f"R-{unit}-{period}-{received_at}"
        counts = {"read": 1, "new": 1, "corrected": 0, "known": 0, "quarantined": 0, "held": 0, "rejected": 0,
                  "blank": 0, "structural": 0, "retracted": 0}  # fmt: skip
        self.state(
            f"submission_{state}", unit, period, receipt_no=receipt, sender=unit, hand_in_period=period, kind="first",
            file_name=f"{unit}.xlsx", sha256="0", received_at=received_at, counts=orjson.dumps(counts).decode(),
            findings=orjson.dumps(findings).decode(), decided_on=received_at[:10], **extra,
        )  # fmt: skip

    def seal(self, folder: Path, cuts: tuple[int, ...] = ()) -> list[Path]:
        """Write all events as segments that end at each cut and at the head."""
        folder.mkdir(parents=True, exist_ok=True)
        paths, first = [], 1
        for last in sorted({*(c for c in cuts if 0 < c < len(self.events)), len(self.events)}):
            path = folder / f"{first:012d}-{last:012d}.parquet"
            frame = pl.DataFrame(self.events[first - 1 : last], schema=SCHEMA).sort("type", "position")
            write_segment(frame, path)
            paths.append(path)
            first = last + 1
        return paths

    def _append(
        self, type_: str, action: str, fact: str, before: dict[str, object] | None, source: str, period: str,
        content: tuple[str, date, str],
    ) -> None:  # fmt: skip
        position = len(self.events) + 1
        receipt = content[0] if type_.startswith("submission") else ""
        event = {
            "position": position, "id": str(uuid5(NAMESPACE_DNS, f"event {position}")), "type": type_,
            "type_version": 1, "action": action, "fact_id": fact, "supersedes": before["position"] if before else None,
            "subject": content[0], "source": source, "occurred_on": content[1],
            "recorded_at": START + timedelta(seconds=position), "period": period,
            "submission_id": str(uuid5(NAMESPACE_DNS, f"{source} {period} {receipt}")),
            "sheet": None, "row": None, "data": content[2], "hash": b"",
        }  # fmt: skip
        self.events.append(event)
        self.latest[fact] = event


def write_segment(frame: pl.DataFrame, path: Path) -> None:
    """Parquet as `seal` writes it: uuids as UUID, instants in UTC without a zone."""
    import duckdb

    arrow = frame.to_arrow()
    with duckdb.connect() as connection:
        connection.register("frame", arrow)
        connection.execute(
            f"""copy (select * replace (id::uuid as id, fact_id::uuid as fact_id, submission_id::uuid as submission_id)
            from frame order by type, position) to '{path}' (format parquet)"""
        )


def monthly(level: str, *without: str) -> str:
    """What a whole monthly workbook of a level speaks of, some domains left out."""
    contracts = {c.type: c.domain for register in load().registers_for(level) for c in register.contracts}
    return " ".join(sorted(name for name, domain in contracts.items() if domain not in without))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
