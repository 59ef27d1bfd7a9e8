"""GB 32100-2015, the unified social credit code: alphabet and check digit, vectorised over a column.

Only form and check digit are tested (characters 0-9 A-Z without I O Z S V, weights 3^i mod 31, ISO 7064 style
MOD 31). Regions are not: the sample year uses codes of a region that was never issued.
"""

import numpy as np
import polars as pl

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = np.array([pow(3, i, 31) for i in range(17)], dtype=np.int64)
_VALUES = np.full(256, -1, dtype=np.int64)
_VALUES[[ord(c) for c in ALPHABET]] = range(len(ALPHABET))


def is_valid(codes: pl.Series) -> pl.Series:
    """True where a code has 18 characters of the alphabet and the right check digit; null stays null."""
    width_ok = codes.str.len_bytes().fill_null(0).to_numpy() == 18
    result = np.zeros(len(codes), dtype=bool)
    if width_ok.any():
        raw = np.frombuffer("".join(codes.filter(pl.Series(width_ok)).to_list()).encode("latin-1", "replace"), np.uint8)
        values = _VALUES[raw.reshape(-1, 18)]
        check = (31 - (values[:, :17] * WEIGHTS).sum(axis=1) % 31) % 31
        result[width_ok] = (values >= 0).all(axis=1) & (values[:, 17] == check)
    return pl.Series(codes.name, result).set(codes.is_null(), None)


def check_digit(first17: str) -> str:
    """The eighteenth character of a code."""
    total = sum(ALPHABET.index(c) * int(w) for c, w in zip(first17, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]
