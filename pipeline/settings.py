"""Settings of the pipeline: the one place that reads the environment.

Every setting is a variable with the prefix ``GRASSROOTS_`` (or a line of ``.env``); with none at all everything lies in
``./var`` and PostgreSQL is started from the wheel. Rooms below ``pipeline`` are handed plain values, never this class.
"""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Paths = Annotated[tuple[Path, ...], NoDecode]
Words = Annotated[tuple[str, ...], NoDecode]
Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """Read once at the edge (command line, DAG task) and handed on as values.

    home            data folder; everything below it but ``raw/``, ``keys/`` and the log can be made again
    database_url    another PostgreSQL (15 or later): ``postgresql://user:secret@host/grassroots``; none = embedded
    contract_paths  further ODCS files, separated like ``PATH``
    mapping_paths   further mapping files, separated like ``PATH``
    outside_units   reporting units that roll up nowhere: JSON object, code ► name
    smtp_*          the server that takes mails: host, port (none = 25, 587 or 465 by security), security, user,
                    password, ca (certificate authority of a server of the house); without a host mails wait
    mail_sender     the address that mails come from
    mail_domains    domains that mails may go to, separated by commas; none = no mail may go anywhere
    recipients      list of recipients; none = ``<home>/recipients.yaml``
    """

    model_config = SettingsConfigDict(env_prefix="GRASSROOTS_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Path("var")
    database_url: str | None = None
    contract_paths: Paths = ()
    mapping_paths: Paths = ()
    outside_units: dict[str, str] = Field(default_factory=dict)
    smtp_host: str | None = None
    smtp_port: Port | None = None
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_ca: Path | None = None
    mail_sender: str | None = None
    mail_domains: Words = ()
    recipients: Path | None = None

    @field_validator("contract_paths", "mapping_paths", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """A list as the shell writes it: ``a.yaml:b.yaml``."""
        return tuple(part for part in value.split(os.pathsep) if part) if isinstance(value, str) else value

    @field_validator("mail_domains", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        """A list as people write it: ``union.example, street.example``."""
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        """An absolute home, so that a later change of folder moves nothing."""
        return value.expanduser().resolve()

    @field_validator(
        "database_url", "smtp_host", "smtp_port", "smtp_user", "smtp_password", "smtp_ca", "mail_sender", "recipients",
        mode="before",
    )  # fmt: skip
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        """``GRASSROOTS_DATABASE_URL=`` in a ``.env`` means the embedded server, and so on: empty is not set."""
        return None if value == "" else value

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
    def recipients_file(self) -> Path:
        """The list of recipients, whether it is there or not."""
        return (self.recipients or self.home / "recipients.yaml").expanduser().resolve()

    @property
    def logs(self) -> Path:
        """Program logs."""
        return self.home / "logs"


def load() -> Settings:
    """Read the environment and ``.env``; raises pydantic's ``ValidationError`` on a wrong value."""
    return Settings()
