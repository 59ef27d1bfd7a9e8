"""From landed bytes to checked sheets: the part of intake that looks at nothing but the file, so it may be done ahead.

    raw bytes ► read ► identify ► check against the contracts

What the log knows (repeats, references, scope, outcomes) comes after it, in the order of the hand-ins (judging.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ingestion.checking.findings import Finding
from ingestion.checking.sheet import CheckedSheet, Scope, check_sheet
from ingestion.contracts.model import Contracts
from ingestion.intake.hand_in import HandIn, month_of
from ingestion.intake.parts import Content, RefusedError, identify
from ingestion.intake.vault import Vault
from ingestion.mappings.mapping import Mapping
from ingestion.readers.choosing import read
from ingestion.readers.table import UnreadableFile
from ingestion.readers.workbook import WorkbookReader


@dataclass(frozen=True)
class Prepared:
    """A file as identified, and its sheets as checked."""

    content: Content
    sheets: list[CheckedSheet]


class Preparing(Protocol):
    """A Preparer that may begin with the next hand-in before it is asked for it."""

    def prepare(self, sha256: str, hand_in: HandIn, level: str) -> Prepared:
        """Read, identify and check the landed bytes; RefusedError where their structure cannot be trusted."""
        ...

    def ahead(self, sha256: str, hand_in: HandIn, level: str) -> None:
        """Say which hand-in will be asked for next."""
        ...


@dataclass
class Preparer:
    """Everything that reading and checking need. `level` is the sender's, by the registry as it then stands."""

    raw: Path
    contracts: Contracts
    mappings: Sequence[Mapping]
    vault: Vault
    reader: WorkbookReader

    def prepare(self, sha256: str, hand_in: HandIn, level: str) -> Prepared:
        """Read, identify and check the landed bytes; RefusedError where their structure cannot be trusted."""
        content = self._content(sha256, hand_in, level)
        last_day = month_of(content.period)[1]
        exchange = self.vault.exchange
        sheets = [
            check_sheet(part.columns, part.contracts, Scope(hand_in.file_name, part.sheet, level, last_day, exchange))
            for part in content.parts
        ]
        return Prepared(content, sheets)

    def _content(self, sha256: str, hand_in: HandIn, level: str) -> Content:
        try:
            result = read(self.raw / sha256[:2] / sha256, hand_in.file_name, self.reader)
            return identify(result, hand_in, level, self.contracts, self.mappings)
        except UnreadableFile as error:
            found = Finding(
                error.code, "error", hand_in.file_name, "", None, "", "", "", error.message_zh, error.message_en
            )
            raise RefusedError([found]) from error
