"""The hash chain: leaf of a record, digest of a batch, head of the log (SHA-256 throughout).

::

    leaf   = sha256(0x00 ‖ record)
    digest = sha256(0x01 ‖ leaves of the batch, in order)
    head   = sha256(0x02 ‖ previous head ‖ digest ‖ first position ‖ last position ‖ recorded_at)

Positions are eight bytes, big-endian; ``recorded_at`` is ``YYYY-MM-DDTHH:MM:SS.ffffffZ``. One append = one batch.
``verifier.py`` repeats these lines on purpose: it must run alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

SEPARATOR = "\x1f"
GENESIS = bytes(32)


@dataclass(frozen=True)
class Head:
    """How far the log goes: the last position (0 = empty) and the head of the chain there, as 64 hex digits."""

    position: int
    head: str


def leaf(record: str) -> bytes:
    """Hash of one record."""
    return sha256(b"\x00" + record.encode()).digest()


def batch_digest(leaves: Iterable[bytes]) -> bytes:
    """Hash of a batch from its leaves in order."""
    return sha256(b"\x01" + b"".join(leaves)).digest()


def next_head(previous: bytes, digest: bytes, first: int, last: int, recorded_at: datetime) -> bytes:
    """The head after a batch that took the positions ``first`` to ``last``."""
    positions = first.to_bytes(8, "big") + last.to_bytes(8, "big")
    return sha256(b"\x02" + previous + digest + positions + stamp(recorded_at).encode()).digest()


def stamp(at: datetime) -> str:
    """An instant in UTC, always with six digits of a second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
