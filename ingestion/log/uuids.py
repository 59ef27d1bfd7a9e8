"""Hundreds of thousands of UUIDs as one parameter: PostgreSQL's binary form of uuid[], without an object for each."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

_UUID, _UUID_ARRAY = 2950, 2951
_ELEMENT = np.dtype([("length", ">i4"), ("value", "V16")])


@dataclass(frozen=True)
class Uuids:
    """A parameter of type uuid[]; ``packed`` holds 16 bytes an element."""

    packed: bytes

    @classmethod
    def of(cls, texts: pl.Series) -> "Uuids":
        """From canonical text without nulls."""
        return cls(bytes.fromhex("".join(texts).replace("-", "")))


class _Dumper(Dumper):
    """array_recv: dimensions, has nulls, element type, length, lower bound, then length and bytes of each element."""

    format = Format.BINARY
    oid = _UUID_ARRAY

    def dump(self, obj: Uuids) -> bytes:
        values = np.frombuffer(obj.packed, dtype="V16")
        elements = np.empty(len(values), dtype=_ELEMENT)
        elements["length"], elements["value"] = 16, values
        return np.array([1, 0, _UUID, len(values), 1], dtype=">i4").tobytes() + elements.tobytes()


psycopg.adapters.register_dumper(Uuids, _Dumper)
