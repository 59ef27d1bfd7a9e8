"""What is not a sound workbook is refused with its code and a sentence, and the next file is read (cases 1-20)."""

import io
import socket
import stat
import struct
import time
import zipfile
import zlib

import pytest

from ingestion.readers import archive
from ingestion.readers.choosing import read
from ingestion.readers.table import UnreadableFile

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
HANGS = 20  # seconds: far beyond any refusal, below the 60 that a reader waits for its child
CELL = b'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'


def test_an_empty_file_is_called_empty(code_of):
    """Case 1."""
    assert code_of(b"") == "E-FILE-01"
    assert code_of(b"", "x.csv") == "E-FILE-01"


def test_a_workbook_cut_short_is_called_damaged(code_of, build):
    """Case 2: the last kilobyte is missing."""
    whole = build.table([["名称"], *[[f"企业{i}"] for i in range(500)]])
    assert code_of(whole[:-1024]) == "E-FILE-05"
    assert code_of(whole[:40]) == "E-FILE-05"
    assert code_of(b"PK") == "E-FILE-05"


def test_bytes_before_or_behind_the_container_are_refused(code_of, build):
    """A directory that is not where the end record says: two parsers could see two different files."""
    whole = build.minimal(CELL)
    assert code_of(whole + b"tail") == "E-FILE-05"
    assert code_of(whole + build.zipped({"xl/other.xml": b"x"})) == "E-FILE-05"
    assert code_of(b"PK\x03\x04" + b"\0" * 60 + whole) == "E-FILE-05"


def test_a_flipped_byte_inside_an_entry_is_found_by_its_checksum(code_of, build):
    """A corrupt zip: the directory is whole, the data are not."""
    data = bytearray(build.zipped(build.parts(CELL)))
    at = data.find(b"xl/worksheets/sheet1.xml") + len(b"xl/worksheets/sheet1.xml") + 30
    data[at] ^= 0xFF
    assert code_of(bytes(data)) == "E-FILE-05"


@pytest.mark.parametrize(
    ("data", "filename", "real_type"),
    [
        ("名称,人数\n甲,3\n".encode(), "x.xlsx", "文本文件"),
        (PNG, "x.xlsx", "PNG"),
        (b"%PDF-1.7\n", "x.xlsx", "PDF"),
        (b"<!DOCTYPE html><table></table>", "x.xlsx", "HTML"),
        (b"<html><table></table></html>", "x.csv", "HTML"),
        (PNG, "x.csv", "PNG"),
        (PNG, "x.ndjson", "PNG"),
        (b'{"a":1}\n', "x.csv", "JSON"),
    ],
)
def test_a_file_under_a_false_extension_is_refused_with_its_real_type(answer, data, filename, real_type):
    """Case 3: the first bytes decide, and the sentence names what the file really is."""
    found = answer(data, filename)
    assert isinstance(found, UnreadableFile)
    assert found.code == "E-FILE-02"
    assert real_type in found.message_zh


def test_a_workbook_called_csv_or_ndjson_is_refused_as_a_workbook(answer, build):
    """Case 3, the other way round."""
    for filename in ("x.csv", "x.ndjson"):
        found = answer(build.table([["名称"]]), filename)
        assert found.code == "E-FILE-02"
        assert "Excel 工作簿" in found.message_zh


def test_other_zip_formats_are_named(answer, build):
    """A Word document, a plain zip and a binary workbook are all zip containers; each is called by its name."""
    assert "Word" in answer(build.zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "x.xlsx").message_zh
    assert "zip 压缩包" in answer(build.zipped({"a.txt": b"a"}), "x.xlsx").message_zh
    binary = answer(build.zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "x.xlsb")
    assert binary.code == "E-FILE-03"


def test_old_workbooks_are_asked_to_be_saved_as_xlsx(answer):
    """Case 4: BIFF .xls, WPS .et, and an .xls that was only renamed."""
    stream = OLE + "Workbook".encode("utf-16-le")
    for filename in ("x.xls", "x.et", "x.xlsx", "x.csv"):
        found = answer(stream, filename)
        assert found.code == "E-FILE-03"
        assert "另存为 .xlsx" in found.message_zh
    assert answer(b"\x09\x04\x06\x00\x00\x00\x10\x00", "x.xls").code == "E-FILE-03"


def test_an_encrypted_workbook_asks_to_remove_the_password(answer, code_of, build):
    """Case 5: an OLE container with an EncryptedPackage stream; and a zip with encrypted entries."""
    assert code_of(OLE + "EncryptedPackage".encode("utf-16-le")) == "E-FILE-04"
    data = bytearray(build.minimal(CELL))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    assert code_of(bytes(data)) == "E-FILE-04"


def test_macros_are_never_run_and_noted(answer, build):
    """Case 6: the values of an .xlsm are read, the receipt says that it had macros."""
    found = answer(build.zipped(build.parts(CELL) | {"xl/vbaProject.bin": b"\0" * 64}), "x.xlsm")
    assert [note.code for note in found.notes] == ["N-FILE-01"]
    assert found.sheets[0].rows[0].cells == ["x"]


def test_a_bomb_is_refused_from_the_directory_before_unpacking(tmp_path, build, code_of):
    """Case 7: 405 MB of shared strings in a small file; the answer takes milliseconds."""
    bomb = tmp_path / "bomb"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in build.parts(CELL).items():
            target.writestr(name, data)
        with target.open("xl/sharedStrings.xml", "w") as entry:
            for _ in range(405):
                entry.write(b"A" * 1024 * 1024)
    started = time.process_time()
    with pytest.raises(UnreadableFile, match="E-FILE-06"):
        archive.inspect(bomb)
    assert time.process_time() - started < 1, "the bomb was unpacked"
    assert code_of(bomb.read_bytes()) == "E-FILE-06"


def test_an_entry_that_inflates_a_thousandfold_is_refused(code_of, build):
    """Case 7: also below the total, more than 100 to 1 is no table that anybody typed."""
    assert code_of(build.zipped(build.parts(CELL) | {"xl/theme/theme1.xml": b" " * 40_000_000})) == "E-FILE-06"


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_a_bomb_that_lies_about_its_size_is_stopped_while_inflating(code_of, build, name):
    """Case 8: the directory declares 1,000 bytes and even a checksum that fits them; the data hold 50 MB."""
    real = b"<worksheet>" + b" " * 50_000_000
    declared = real[:1000]
    data = bytearray(build.zipped(build.parts(CELL) | {name: real}))
    for signature, at_crc in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        at = 0
        while (at := data.find(signature, at + 1)) >= 0 or data[:4] == signature:
            length = struct.unpack_from("<H", data, at + at_crc + 12)[0]
            start = at + (30 if signature == b"PK\x03\x04" else 46)
            if data[start : start + length] == name.encode():
                struct.pack_into("<I", data, at + at_crc, zlib.crc32(declared))
                struct.pack_into("<I", data, at + at_crc + 8, len(declared))
                break
    assert code_of(bytes(data)) == "E-FILE-06"


def test_entries_that_share_bytes_are_refused(code_of, build):
    """Case 9: two directory entries point at the same data (quine and overlap bombs)."""
    data = bytearray(build.minimal(CELL))
    directory = [at for at in range(len(data)) if data[at : at + 4] == b"PK\x01\x02"]
    first_offset = data[directory[0] + 42 : directory[0] + 46]
    data[directory[1] + 42 : directory[1] + 46] = first_offset
    assert code_of(bytes(data)) == "E-FILE-07"


def test_a_hundred_thousand_entries_are_refused_from_the_end_record(code_of, build):
    """Case 10: the directory is not even parsed (limit 1,000, as in Apache POI)."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as many:
        for number in range(100_000):
            many.writestr(zipfile.ZipInfo(f"xl/{number}"), b"")
    started = time.perf_counter()
    assert code_of(target.getvalue()) == "E-FILE-07"
    assert time.perf_counter() - started < HANGS
    few = build.parts(CELL) | {f"xl/{number}": b"" for number in range(archive.MAX_ENTRIES)}
    assert code_of(build.zipped(few)) == "E-FILE-07"


def test_a_zip_inside_the_zip_is_not_followed(answer, build):
    """Case 11: the inner container is an entry like any other, never opened."""
    found = answer(build.zipped(build.parts(CELL) | {"xl/embeddings/inner.zip": build.minimal(CELL)}), "x.xlsx")
    assert found.sheets[0].rows[0].cells == ["x"]
    assert [note.code for note in found.notes] == ["N-FILE-02"]


@pytest.mark.parametrize("name", ["../../etc/x", "/etc/x", "C:\\x", "xl\\x", "C:x", "xl/../../x", "xl/a\0b"])
def test_entry_names_that_leave_the_archive_are_refused(code_of, build, name):
    """Case 12: no name is ever used on disk, and one that tries is reason enough."""
    placeholder = "q" * len(name)
    data = build.zipped(build.parts(CELL) | {placeholder: b"x"})
    assert code_of(data.replace(placeholder.encode(), name.encode())) == "E-FILE-07"


def test_a_symbolic_link_entry_is_refused(code_of, build):
    """Case 13."""
    target = io.BytesIO(build.minimal(CELL))
    link = zipfile.ZipInfo("xl/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(target, "a") as linked:
        linked.writestr(link, "/etc/passwd")
    assert code_of(target.getvalue()) == "E-FILE-07"


@pytest.mark.parametrize("second", ["xl/worksheets/sheet1.xml", "xl/worksheets/SHEET1.xml"])
def test_duplicate_entries_are_refused(code_of, build, second):
    """Case 14: parsers differ on which of two equal names wins; part names ignore case."""
    placeholder = "q" * len(second)
    data = build.zipped(build.parts(CELL) | {placeholder: b"<worksheet/>"})
    assert code_of(data.replace(placeholder.encode(), second.encode())) == "E-FILE-07"


def test_a_false_dimension_is_not_believed(answer, build):
    """Case 15: a declared A1:XFD1048576 over two rows gives two rows of one cell."""
    rows = CELL + b'<row r="2"><c r="A2"><v>3</v></c></row>'
    found = answer(build.minimal(rows, dimension=b'<dimension ref="A1:XFD1048576"/>'), "x.xlsx")
    assert [row.cells for row in found.sheets[0].rows] == [["x"], ["3"]]


def test_the_small_workbook_with_two_far_cells_is_refused_quickly(answer, build):
    """Case 16: A1 and XFD1048576 abort calamine's process; the scan refuses first, naming sheet and cell."""
    far = CELL + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    started = time.perf_counter()
    found = answer(build.minimal(far), "x.xlsx")
    assert time.perf_counter() - started < HANGS
    assert found.code == "E-FILE-08"
    assert "XFD1048576" in found.message_zh
    assert "“S”" in found.message_zh


def test_far_cells_that_hide_from_the_scan_only_cost_the_child(answer, build):
    """Case 16, the belt: an attribute value with > blinds the scan; the child dies at its limit, the parent lives."""
    far = CELL + b'<row r="1048576"><c s="&gt;>" r="XFD1048576"><v>1</v></c></row>'
    started = time.perf_counter()
    assert answer(build.minimal(far), "x.xlsx").code == "E-FILE-12"
    assert time.perf_counter() - started < HANGS


def test_too_many_rows_and_columns_name_the_cap(answer, build):
    """Case 17: over 200,000 rows or 200 columns, each with its own sentence."""
    rows = CELL + b'<row r="200001"><c r="A200001"><v>1</v></c></row>'
    found = answer(build.minimal(rows), "x.xlsx")
    assert (found.code, "200000" in found.message_zh) == ("E-FILE-09", True)
    columns = b'<row r="1"><c r="GS1"><v>1</v></c></row>'
    found = answer(build.minimal(columns), "x.xlsx")
    assert (found.code, "GS" in found.message_zh) == ("E-FILE-10", True)
    exactly = b'<row r="1"><c r="GR1"><v>1</v></c></row>'
    assert len(answer(build.minimal(exactly), "x.xlsx").sheets[0].rows[0].cells) == 200


def test_an_area_that_memory_cannot_hold_is_refused(code_of, build):
    """200,000 rows by 200 columns are each allowed, their product is not."""
    corners = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="200000"><c r="GR200000"><v>1</v></c></row>'
    assert code_of(build.minimal(corners)) == "E-FILE-08"


def test_entity_bombs_are_refused(code_of, build):
    """Case 18: no DOCTYPE, no ENTITY, in any part."""
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    assert code_of(build.minimal(CELL, before=laughs)) == "E-FILE-11"
    assert code_of(build.minimal(CELL, before=b"<!DOCTYPE worksheet>")) == "E-FILE-11"
    assert code_of(build.zipped(build.parts(CELL) | {"xl/styles.xml": laughs + b"<styleSheet/>"})) == "E-FILE-11"
    wide = build.parts(CELL)["xl/workbook.xml"].decode().encode("utf-16")
    assert code_of(build.zipped(build.parts(CELL) | {"xl/workbook.xml": wide})) == "E-FILE-11"


def test_external_entities_are_refused_without_a_network_call(code_of, build):
    """Case 19: a listening socket hears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        for target in ("file:///etc/hostname", f"http://127.0.0.1:{port}/x"):
            entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{target}">]>'.encode()
            assert code_of(build.minimal(CELL, before=entity)) == "E-FILE-11"
        with pytest.raises(TimeoutError):
            server.accept()


def test_links_and_embedded_objects_are_noted_and_never_fetched(answer, build):
    """Case 20."""
    extra = {"xl/externalLinks/externalLink1.xml": b"<externalLink/>", "xl/connections.xml": b"<connections/>"}
    found = answer(build.zipped(build.parts(CELL) | extra), "x.xlsx")
    assert [note.code for note in found.notes] == ["N-FILE-02"]


def test_unknown_extensions_and_oversized_files_are_refused(tmp_path, reader, code_of):
    """Case 73: the cap is asked before reading; an unknown extension says which ones are accepted."""
    assert code_of(b"abc", "x.doc") == "E-FILE-16"
    assert code_of(b"abc", "x") == "E-FILE-16"
    path = tmp_path / "long.csv"
    path.write_bytes(b"a" * 2048)
    with pytest.raises(UnreadableFile, match="E-FILE-13"):
        read(path, "long.csv", reader, size_cap=1024)
    with pytest.raises(UnreadableFile, match="E-FILE-17"):
        read(tmp_path / "gone", "gone.csv", reader)


def test_a_name_with_control_characters_is_shown_escaped(answer, build):
    """A sheet name or extension of the sender never breaks a line of the receipt or a log."""
    found = answer(b"abc", "x.do\nc\u202e")
    assert "\n" not in found.message_zh
    assert "\u202e" not in found.message_zh
