"""Builders of good and bad files: every bad input is made in code, none is a binary in git."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter

from ingestion.readers.choosing import read
from ingestion.readers.table import ReadResult, UnreadableFile
from ingestion.readers.workbook import WorkbookReader

CONTENT_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def parts(sheet_data: bytes, before: bytes = b"", dimension: bytes = b"") -> dict[str, bytes]:
    """The parts of a minimal workbook with one sheet "S"; `before` goes in front of the sheet's root element."""
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": b'<Relationships %s><Relationship Id="r1" Type="%s/officeDocument" Target="xl/workbook.xml"/>'
        b"</Relationships>" % (PACKAGE, REL),
        "xl/workbook.xml": b'<workbook %s xmlns:r="%s"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
        b"</workbook>" % (MAIN, REL),
        "xl/_rels/workbook.xml.rels": b'<Relationships %s><Relationship Id="r1" Type="%s/worksheet" '
        b'Target="worksheets/sheet1.xml"/></Relationships>' % (PACKAGE, REL),
        "xl/worksheets/sheet1.xml": before
        + b"<worksheet %s>%s<sheetData>%s</sheetData></worksheet>" % (MAIN, dimension, sheet_data),
    }


def zipped(entries: dict[str, bytes]) -> bytes:
    """A zip container with these entries."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return target.getvalue()


def minimal(sheet_data: bytes, **where: bytes) -> bytes:
    """A minimal workbook whose one sheet holds this XML."""
    return zipped(parts(sheet_data, **where))


def table(rows: list[list[object]]) -> bytes:
    """A workbook as Excel would write it, with one sheet of these rows."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("S")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()


class Builders:
    """What tests need to build files, handed out by a fixture because tests are no package."""

    parts = staticmethod(parts)
    zipped = staticmethod(zipped)
    minimal = staticmethod(minimal)
    table = staticmethod(table)


@pytest.fixture(scope="session")
def build() -> type[Builders]:
    return Builders


@pytest.fixture(scope="session")
def reader() -> Iterator[WorkbookReader]:
    """One warm reader for all tests: that it survives every bad file is part of each test."""
    with WorkbookReader() as warm:
        yield warm


Answer = Callable[[bytes, str], ReadResult | UnreadableFile]


@pytest.fixture
def answer(tmp_path: Path, reader: WorkbookReader) -> Answer:
    """Reads bytes under a file name; returns what was read or the refusal, after proving that the next file is read."""

    def answer_of(data: bytes, filename: str) -> ReadResult | UnreadableFile:
        path = tmp_path / "landed"
        path.write_bytes(data)
        found: ReadResult | UnreadableFile
        try:
            found = read(path, filename, reader)
        except UnreadableFile as refusal:
            found = refusal
        if isinstance(found, UnreadableFile):
            assert found.message_zh
            assert found.message_en
        path.write_bytes(table([["名称", "人数"], ["甲", 3]]))
        following = read(path, "next.xlsx", reader)
        assert following.sheets[0].rows[1].cells == ["甲", "3"]
        return found

    return answer_of


@pytest.fixture
def code_of(answer: Answer) -> Callable[[bytes, str], str]:
    """The code of the refusal that these bytes must get."""

    def code(data: bytes, filename: str = "x.xlsx") -> str:
        found = answer(data, filename)
        assert isinstance(found, UnreadableFile), f"{filename} was read, but had to be refused"
        return found.code

    return code
