"""Look at a zip container's directory before anything is unpacked, and decide whether it may be a workbook at all.

    bytes ► end record ► entry count ► directory ► names, sizes, ratios, overlaps ► Archive

Only the directory is read, never an entry, so this is safe and bounded (about 0.3 ms for a workbook) whatever the file
claims. That the declared sizes are true is proved afterwards by the child, which inflates under the same caps.
Raises UnreadableFile: E-FILE-02 another zip-based format, 03 xlsb, 04 encrypted, 05 damaged, 06 bomb, 07 structure.
"""

import stat
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ingestion.readers.table import Problem, problem, refuse

MAX_ENTRIES = 1_000  # the limit of Apache POI; real workbooks have 10 to 60
MAX_DIRECTORY_BYTES = 1024 * 1024
MAX_ENTRY_BYTES = 160 * 1024 * 1024  # a sheet of 200,000 rows and 12 columns has about 110 MB of XML
MAX_TOTAL_BYTES = 256 * 1024 * 1024
MAX_STRINGS_BYTES = 64 * 1024 * 1024  # calamine keeps all shared strings in memory
MAX_RATIO = 100  # POI's limit; only asked of entries over RATIO_FROM_BYTES
RATIO_FROM_BYTES = 1024 * 1024

_END_SIGNATURE = b"PK\x05\x06"
_END = struct.Struct("<4s4H2LH")
_LOCAL_HEADER_BYTES = 30

_OTHER_FORMATS = {
    "word/": ("Word 文档", "a Word document"),
    "ppt/": ("PowerPoint 演示文稿", "a PowerPoint presentation"),
    "content.xml": ("OpenDocument 文件", "an OpenDocument file"),
    "META-INF/MANIFEST.MF": ("Java 程序包", "a Java archive"),
}
_EMBEDDED = ("xl/externalLinks/", "xl/embeddings/", "xl/connections.xml", "xl/queryTables/", "xl/activeX/")


@dataclass(frozen=True, slots=True)
class Archive:
    """A container that may be read: how many entries, their unpacked bytes, notes (macros, links) for the receipt."""

    entries: int
    unpacked_bytes: int
    notes: list[Problem]


def inspect(path: Path, extension: str = ".xlsx") -> Archive:
    """Judge the zip directory of `path`; `extension` is only used in the sentence about another format."""
    _check_end_record(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            directory_at = archive.start_dir
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
        raise refuse("E-FILE-05", detail="zip 目录 directory") from error
    _check_names(entries)
    _check_sizes(entries)
    _check_overlaps(entries, directory_at)
    _check_is_workbook({entry.filename for entry in entries}, extension)
    return Archive(len(entries), sum(entry.file_size for entry in entries), _notes(entries))


def _check_end_record(path: Path) -> None:
    """Entry count and directory size from the last 64 KB, so that a directory of millions is never parsed."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))
        tail = file.read()
    at = tail.rfind(_END_SIGNATURE)
    if at < 0 or len(tail) - at < _END.size:
        raise refuse("E-FILE-05", detail="文件被截断 cut short")
    _, disk, directory_disk, here, total, length, offset, comment = _END.unpack_from(tail, at)
    if total > MAX_ENTRIES or length > MAX_DIRECTORY_BYTES:
        raise refuse("E-FILE-07", detail=f"{total} 个条目 entries")
    is_whole = size - len(tail) + at == offset + length and len(tail) - at - _END.size == comment
    if disk or directory_disk or here != total or not is_whole:
        raise refuse("E-FILE-05", detail="zip 目录位置不符 directory out of place")


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    """Names are never used on disk; a name that tries to leave the archive says enough about its maker."""
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        parts = name.split("/")
        if not name or "\0" in name or "\\" in name or ":" in name or name.startswith("/") or ".." in parts:
            raise refuse("E-FILE-07", detail=f"条目名 entry name {name}")
        if name.lower() in seen:
            # Which of two equal names wins differs from parser to parser; part names ignore case in this format.
            raise refuse("E-FILE-07", detail=f"重复条目 duplicate entry {name}")
        seen.add(name.lower())
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise refuse("E-FILE-07", detail=f"符号链接 symbolic link {name}")
        if entry.flag_bits & 0x1:
            raise refuse("E-FILE-04")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refuse("E-FILE-07", detail=f"压缩方法 compression method {entry.compress_type}")


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    total = sum(entry.file_size for entry in entries)
    if total > MAX_TOTAL_BYTES:
        raise refuse("E-FILE-06", detail=f"{total // 1024 // 1024} MB")
    for entry in entries:
        cap = MAX_STRINGS_BYTES if entry.filename.lower().endswith("sharedstrings.xml") else MAX_ENTRY_BYTES
        is_dense = entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * entry.compress_size
        if entry.file_size > cap or is_dense:
            raise refuse("E-FILE-06", detail=f"{entry.filename} {entry.file_size // 1024 // 1024} MB")


def _check_overlaps(entries: list[zipfile.ZipInfo], directory_at: int) -> None:
    """Entries that share bytes are how a small file unpacks to petabytes, or contains itself."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    nexts = [entry.header_offset for entry in ordered[1:]] + [directory_at]
    for entry, following in zip(ordered, nexts, strict=True):
        name_bytes = len(entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437", "replace"))
        if entry.header_offset + _LOCAL_HEADER_BYTES + name_bytes + entry.compress_size > following:
            raise refuse("E-FILE-07", detail=f"条目重叠 overlapping entry {entry.filename}")


def _check_is_workbook(names: set[str], extension: str) -> None:
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise refuse("E-FILE-03", found_zh="Excel 二进制 .xlsb", found_en="Excel binary .xlsb")
    found_zh, found_en = "zip 压缩包", "a zip archive"
    for beginning, words in _OTHER_FORMATS.items():
        if any(name.startswith(beginning) for name in names):
            found_zh, found_en = words
    raise refuse("E-FILE-02", extension=extension, found_zh=found_zh, found_en=found_en)


def _notes(entries: list[zipfile.ZipInfo]) -> list[Problem]:
    names = [entry.filename for entry in entries]
    notes = []
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        notes.append(problem("N-FILE-01", "info"))
    if linked := sorted({prefix for prefix in _EMBEDDED if any(name.startswith(prefix) for name in names)}):
        notes.append(problem("N-FILE-02", "info", detail=", ".join(linked)))
    return notes
