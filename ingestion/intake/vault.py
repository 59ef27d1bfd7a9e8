"""Card numbers out, pseudonyms in: the only place where a natural identifier of a person is ever seen.

A card number is looked up by HMAC-SHA-256 under a key that lies outside the database (file, mode 0600); what it finds
is a random pseudonym, one for each card and domain. The number itself is stored nowhere (house, section 12).
"""

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path

import polars as pl
import sqlalchemy as sa

_FIND = (
    "SELECT encode(lookup, 'hex'), pseudonym FROM vault.pseudonyms WHERE domain = :domain AND lookup = ANY(:lookups)"
)
_ADD = """
INSERT INTO vault.pseudonyms (domain, lookup, pseudonym)
SELECT :domain, l, p FROM unnest(CAST(:lookups AS bytea[]), CAST(:pseudonyms AS text[])) AS t (l, p)
ON CONFLICT DO NOTHING"""


class VaultKeyError(Exception):
    """The key file is missing its 32 bytes or open to others; without the right key every person would be new."""


class Vault:
    """Pseudonyms in PostgreSQL schema `vault`, found again with the key in `key_file` (made on first use)."""

    def __init__(self, engine: sa.Engine, key_file: Path) -> None:
        self._engine = engine
        self._key = read_key(key_file)

    def exchange(self, domain: str, cards: pl.Series) -> pl.Series:
        """Card numbers ► pseudonyms of that domain, aligned; empty stays empty. New cards get a random one."""
        unique = [card for card in cards.unique().to_list() if card is not None]
        lookups = {card: self._lookup(domain, card) for card in unique}
        found = self._find(domain, list(lookups.values()))
        fresh = [lookup for lookup in lookups.values() if lookup.hex() not in found]
        if fresh:
            self._add(domain, fresh)
            found |= self._find(domain, fresh)
        words = {card: found[lookup.hex()] for card, lookup in lookups.items()}
        return cards.replace_strict(words, default=None, return_dtype=pl.String)

    def _lookup(self, domain: str, card: str) -> bytes:
        return hmac.digest(self._key, f"{domain}\x1f{card}".encode(), sha256)

    def _find(self, domain: str, lookups: list[bytes]) -> dict[str, str]:
        with self._engine.connect() as connection:
            rows = connection.execute(sa.text(_FIND), {"domain": domain, "lookups": lookups}).all()
        return {row[0]: row[1] for row in rows}

    def _add(self, domain: str, lookups: list[bytes]) -> None:
        names = [f"p{secrets.token_hex(10)}" for _ in lookups]
        values = {"domain": domain, "lookups": lookups, "pseudonyms": names}
        with self._engine.begin() as connection:
            connection.execute(sa.text(_ADD), values)


def read_key(path: Path) -> bytes:
    """The vault's key: 32 random bytes, made with mode 0600 when the file does not exist yet."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
    key = path.read_bytes()
    if len(key) != 32 or path.stat().st_mode & 0o077:
        raise VaultKeyError(f"{path}: 密钥文件应为32字节、权限0600 / must hold 32 bytes with mode 0600")
    return key
