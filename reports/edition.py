"""An edition: figures and definitions frozen at one publication, with the log position, the head and a hash of its own.

freeze (figures ► Edition) ► store (row of ``ops.editions``) ► load (row ► Edition, hash checked). Rendering knows only
the Edition and never asks a database, so what was printed once can be printed again bit for bit (house, section 9).

``sha256`` covers ``canonical(edition)``, which is also written as ``edition.json``: whoever holds that file can check
it with ``sha256sum`` alone. The id is made from kind, unit, period and hash, so freezing the same figures of the same
publication twice gives the same edition.
"""

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from reports.errors import DamagedEditionError

Json = Any

KINDS = {"month": "monthly", "quarter": "quarterly", "year": "yearly"}
"""Grain of the period ► kind of the edition."""

COLUMNS = (
    "edition_id, kind, unit_code, period, created_at, build_id, position, head, figures, definitions, code_version, "
    "sha256, folder"
)


@dataclass(frozen=True)
class Publication:
    """What readers see: the build, and the place in the log up to which it counts.

    position is the last event inside; head is the hash of the log there (64 hexadecimal digits).
    """

    build_id: str
    position: int
    head: str
    code_version: str


@dataclass(frozen=True)
class Edition:
    """One report, frozen. ``folder`` is the name of its folder below ``editions/``, the same as ``edition_id``."""

    edition_id: str
    kind: str
    unit_code: str
    period: str
    created_at: datetime.datetime
    build_id: str
    position: int
    head: str
    figures: dict[str, Json]
    definitions: dict[str, dict[str, Json]]
    code_version: str
    sha256: str

    @property
    def folder(self) -> str:
        """Folder of the files, relative to ``editions/``, so that a moved data folder still fits."""
        return self.edition_id


def freeze(
    figures: dict[str, Json],
    definitions: dict[str, dict[str, Json]],
    publication: Publication,
    created_at: datetime.datetime,
) -> Edition:
    """Make an edition of figures that were read from that publication; ``created_at`` is UTC, kept to the second."""
    kind = KINDS[figures["period"]["grain"]]
    unit_code, period = figures["unit"]["unit_code"], figures["period"]["period"]
    content = _content(kind, unit_code, period, publication, figures, definitions)
    sha256 = hashlib.sha256(content).hexdigest()
    return Edition(
        edition_id=f"{kind}-{period}-{unit_code}-{sha256[:12]}",
        kind=kind,
        unit_code=unit_code,
        period=period,
        created_at=created_at.astimezone(datetime.UTC).replace(microsecond=0),
        build_id=publication.build_id,
        position=publication.position,
        head=publication.head,
        figures=figures,
        definitions=definitions,
        code_version=publication.code_version,
        sha256=sha256,
    )


def canonical(edition: Edition) -> bytes:
    """The bytes that ``sha256`` covers: one JSON object, keys sorted, no spaces, UTF-8; without the time of making."""
    publication = Publication(edition.build_id, edition.position, edition.head, edition.code_version)
    return _content(
        edition.kind, edition.unit_code, edition.period, publication, edition.figures, edition.definitions
    )  # fmt: skip


def store(connection: Connection, edition: Edition) -> Edition:
    """Keep the edition in ``ops.editions``; returns the stored one, which is the older one when it is already there.

    The caller's role is the publisher, who may insert here and neither change nor delete; the caller commits.
    """
    values = {
        "edition_id": edition.edition_id,
        "kind": edition.kind,
        "unit_code": edition.unit_code,
        "period": edition.period,
        "created_at": edition.created_at,
        "build_id": edition.build_id,
        "position": edition.position,
        "head": edition.head,
        "figures": _text(edition.figures),
        "definitions": _text(edition.definitions),
        "code_version": edition.code_version,
        "sha256": edition.sha256,
        "folder": edition.folder,
    }
    names = ", ".join(f":{name}" for name in values)
    connection.execute(
        sa.text(f"INSERT INTO ops.editions ({COLUMNS}) VALUES ({names}) ON CONFLICT (edition_id) DO NOTHING"), values
    )
    return load(connection, edition.edition_id)


def load(connection: Connection, edition_id: str) -> Edition:
    """Read a stored edition; raises KeyError when there is none, DamagedEditionError when its hash does not fit."""
    statement = sa.text(f"SELECT {COLUMNS} FROM ops.editions WHERE edition_id = :edition_id")
    row = connection.execute(statement, {"edition_id": edition_id}).mappings().one_or_none()
    if row is None:
        raise KeyError(edition_id)
    edition = Edition(
        **{name: row[name] for name in ("edition_id", "kind", "unit_code", "period", "build_id", "position", "head")},
        created_at=row["created_at"].astimezone(datetime.UTC),
        figures=json.loads(row["figures"]),
        definitions=json.loads(row["definitions"]),
        code_version=row["code_version"],
        sha256=row["sha256"],
    )
    found = hashlib.sha256(canonical(edition)).hexdigest()
    if found != edition.sha256:
        raise DamagedEditionError(edition_id, edition.sha256, found)
    return edition


def _content(
    kind: str,
    unit_code: str,
    period: str,
    publication: Publication,
    figures: dict[str, Json],
    definitions: dict[str, dict[str, Json]],
) -> bytes:
    return _text(
        {
            "kind": kind,
            "unit_code": unit_code,
            "period": period,
            "build_id": publication.build_id,
            "position": publication.position,
            "head": publication.head,
            "code_version": publication.code_version,
            "figures": figures,
            "definitions": definitions,
        }
    ).encode()


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
