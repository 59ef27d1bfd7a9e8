"""Settings of the pipeline: the one place that reads the environment.

Every setting is a variable with the prefix ``GRASSROOTS_`` (or a line of ``.env``); with none at all everything lies in
``./var`` and PostgreSQL is started from the wheel. Rooms below ``pipeline`` are handed plain values, never this class.
"""

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Paths = Annotated[tuple[Path, ...], NoDecode]


class Settings(BaseSettings):
    """Read once at the edge (command line, DAG task) and handed on as values.

    home            data folder; everything below it but ``raw/``, ``keys/`` and the log can be made again
    database_url    another PostgreSQL (15 or later): ``postgresql://user:secret@host/grassroots``; none = embedded
    contract_paths  further ODCS files, separated like ``PATH``
    mapping_paths   further mapping files, separated like ``PATH``
    outside_units   reporting units that roll up nowhere: JSON object, code ► name
    """

    model_config = SettingsConfigDict(env_prefix="GRASSROOTS_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Path("var")
    database_url: str | None = None
    contract_paths: Paths = ()
    mapping_paths: Paths = ()
    outside_units: dict[str, str] = Field(default_factory=dict)

    @field_validator("contract_paths", "mapping_paths", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """A list as the shell writes it: ``a.yaml:b.yaml``."""
        return tuple(part for part in value.split(os.pathsep) if part) if isinstance(value, str) else value

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        """An absolute home, so that a later change of folder moves nothing."""
        return value.expanduser().resolve()

    @field_validator("database_url")
    @classmethod
    def _empty_is_none(cls, value: str | None) -> str | None:
        """``GRASSROOTS_DATABASE_URL=`` in a ``.env`` means the embedded server."""
        return value or None

    def folder(self, *parts: str) -> Path:
        """A folder below home, made when it is missing."""
        path = self.home.joinpath(*parts)
        path.mkdir(parents=True, exist_ok=True)
        return path

    @property
    def pg(self) -> Path:
        """Cluster of the embedded PostgreSQL."""
        return self.home / "pg"

    @property
    def drop(self) -> Path:
        """Inbox: ``drop/<unit_code>/…``."""
        return self.home / "drop"

    @property
    def raw(self) -> Path:
        """Raw bytes by content hash, mode 0600."""
        return self.home / "raw"

    @property
    def vault_key(self) -> Path:
        """Key of the pseudonyms; lies outside the database on purpose."""
        return self.home / "keys" / "vault.key"

    @property
    def segments(self) -> Path:
        """Sealed Parquet segments of the log."""
        return self.home / "lake" / "segments"

    @property
    def warehouse(self) -> Path:
        """DuckDB file that dbt builds; can be thrown away."""
        return self.home / "warehouse" / "grassroots.duckdb"

    @property
    def editions(self) -> Path:
        """Report editions, a folder each."""
        return self.home / "editions"

    @property
    def logs(self) -> Path:
        """Program logs."""
        return self.home / "logs"


def load() -> Settings:
    """Read the environment and ``.env``; raises pydantic's ``ValidationError`` on a wrong value."""
    return Settings()
