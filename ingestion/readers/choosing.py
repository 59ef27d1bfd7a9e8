"""Which reader may read a file: the bytes decide, the extension must agree, a refusal names the real type.

size ► first bytes ► extension agrees? ► xlsx: child process │ csv │ ndjson
"""

from pathlib import Path, PurePath

from ingestion.landing import DEFAULT_SIZE_CAP
from ingestion.readers.csv_text import read_csv
from ingestion.readers.ndjson_text import read_ndjson
from ingestion.readers.table import ReadResult, UnreadableFile, refuse
from ingestion.readers.workbook import WorkbookReader

WORKBOOK_EXTENSIONS = (".xlsx", ".xlsm")
CSV_EXTENSIONS = (".csv", ".txt")
NDJSON_EXTENSIONS = (".ndjson", ".jsonl", ".json")
OLD_EXTENSIONS = (".xls", ".et", ".xlsb", ".ods", ".numbers")

_ZIP = b"PK"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "PNG 图片", "a PNG picture"),
    (b"\xff\xd8\xff", "JPEG 图片", "a JPEG picture"),
    (b"GIF8", "GIF 图片", "a GIF picture"),
    (b"%PDF", "PDF 文件", "a PDF"),
    (b"{\\rtf", "RTF 文件", "an RTF document"),
    (b"\x1f\x8b", "gzip 压缩包", "a gzip archive"),
    (b"7z\xbc\xaf", "7z 压缩包", "a 7z archive"),
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"\x7fELF", "程序文件", "a program"),
    (b"MZ", "程序文件", "a program"),
    (b"SQLite format 3", "SQLite 数据库", "an SQLite database"),
)
# BIFF2 to BIFF4 workbooks have no OLE container: they begin with a BOF record.
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")


def read(path: Path, filename: str, reader: WorkbookReader, size_cap: int = DEFAULT_SIZE_CAP) -> ReadResult:
    """Read the bytes at `path`, which the sender called `filename`. Raises UnreadableFile, never anything else.

    `path` is usually the landed raw file, whose name says nothing; `reader` is kept warm by the caller.
    """
    extension = PurePath(filename).suffix.lower()
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
            _check_size(size, size_cap)
            if extension in WORKBOOK_EXTENSIONS + OLD_EXTENSIONS or head.startswith(_ZIP):
                file.seek(0)
                _check_is_zip(head, b"" if head.startswith(_ZIP) else file.read(), extension)
                if extension not in WORKBOOK_EXTENSIONS:
                    raise _zip_under_another_name(path, extension)
                sheets, notes = reader.read(path, extension)
                return ReadResult(sheets, "xlsx", notes=notes)
            data = head + file.read()
    except OSError as error:
        raise refuse("E-FILE-17", detail=error.strerror or type(error).__name__) from error
    return _read_text(data, extension)


def _check_size(size: int, size_cap: int) -> None:
    if size == 0:
        raise refuse("E-FILE-01")
    if size > size_cap:
        raise refuse("E-FILE-13", size_mb=f"{size / 1024 / 1024:.1f}", cap_mb=f"{size_cap / 1024 / 1024:g}")


def _check_is_zip(head: bytes, whole: bytes, extension: str) -> None:
    if head.startswith(_ZIP):
        return
    if head.startswith(_OLE):
        raise _ole(whole, extension)
    if head.startswith(_BIFF):
        raise refuse("E-FILE-03", found_zh="Excel 97 以前的 .xls", found_en="Excel before 97, .xls")
    found_zh, found_en = _real_type(head)
    raise refuse("E-FILE-02", extension=extension, found_zh=found_zh, found_en=found_en)


def _ole(whole: bytes, extension: str) -> UnreadableFile:
    """An OLE container holds an encrypted .xlsx, an old workbook or something else; its stream names say which."""
    if "EncryptedPackage".encode("utf-16-le") in whole:
        return refuse("E-FILE-04")
    if "WordDocument".encode("utf-16-le") in whole:
        return refuse("E-FILE-02", extension=extension, found_zh="旧版 Word 文档", found_en="an old Word document")
    found = "WPS 表格 .et" if extension == ".et" else "Excel 97-2003 .xls"
    return refuse("E-FILE-03", found_zh=found, found_en=found)


def _zip_under_another_name(path: Path, extension: str) -> UnreadableFile:
    """A zip container that is not called .xlsx: say what it really is."""
    from ingestion.readers import archive

    try:
        archive.inspect(path, extension)
    except UnreadableFile as error:
        if error.code in {"E-FILE-02", "E-FILE-03"}:
            return error
    return refuse("E-FILE-02", extension=extension, found_zh="Excel 工作簿 .xlsx", found_en="an Excel workbook .xlsx")


def _real_type(head: bytes) -> tuple[str, str]:
    for magic, found_zh, found_en in _MAGIC:
        if head.startswith(magic):
            return found_zh, found_en
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        return "HTML 网页", "an HTML page"
    if start.startswith(b"<?xml"):
        return "XML 文件", "an XML file"
    if start.startswith((b"{", b"[")):
        return "JSON 文本", "JSON text"
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "无法识别的二进制文件", "an unknown binary file"
    return "文本文件(CSV)", "a text file (CSV)"


def _read_text(data: bytes, extension: str) -> ReadResult:
    head = data[:4096]
    if extension not in CSV_EXTENSIONS + NDJSON_EXTENSIONS:
        raise refuse("E-FILE-16", extension=extension or "(无 none)")
    if head.startswith(_OLE):
        raise _ole(data, extension)
    found_zh, found_en = _real_type(head)
    is_binary = any(head.startswith(magic) for magic, _, _ in _MAGIC if magic != b"MZ")
    is_json = found_en == "JSON text"
    if is_binary or found_en in {"an HTML page", "an XML file"} or (is_json and extension in CSV_EXTENSIONS):
        raise refuse("E-FILE-02", extension=extension, found_zh=found_zh, found_en=found_en)
    return read_csv(data) if extension in CSV_EXTENSIONS else read_ndjson(data)
