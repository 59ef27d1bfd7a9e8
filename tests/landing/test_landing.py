"""Raw bytes are kept by content hash, safely on disk, before anything looks at them."""

import hashlib
import os
import socket
import stat
import threading
import time
from pathlib import Path

import pytest

from ingestion.landing import (
    FileNotReadableError,
    FileStillChangingError,
    FileTooLargeError,
    LandingError,
    NotAPlainFileError,
    land,
    sweep,
)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "raw"


def kept(raw: Path) -> list[Path]:
    return [p for p in raw.rglob("*") if p.is_file()]


def test_bytes_lie_under_their_hash_with_mode_0600(raw):
    """Anything may be landed, also what no reader can read."""
    landed = land(b"\0not a workbook", raw)
    digest = hashlib.sha256(b"\0not a workbook").hexdigest()
    assert (landed.sha256, landed.size, landed.is_new) == (digest, 15, True)
    assert landed.path == raw / digest[:2] / digest
    assert landed.path.read_bytes() == b"\0not a workbook"
    assert stat.S_IMODE(landed.path.stat().st_mode) == 0o600
    assert kept(raw) == [landed.path]


def test_identical_bytes_land_once_whatever_their_name(raw, tmp_path):
    """Cases 22 and 23: names with newlines, emoji or shell words are never used on disk."""
    names = ["a.xlsx", "-rf ;$(x)\n\u202e😀.xlsx", "é" * 100]
    for name in names:
        (tmp_path / name).write_bytes(b"same")
    landed = [land(tmp_path / name, raw) for name in names]
    assert [item.is_new for item in landed] == [True, False, False]
    assert len(kept(raw)) == 1
    other = tmp_path / "sub"
    other.mkdir()
    (other / "a.xlsx").write_bytes(b"other")
    assert land(other / "a.xlsx", raw).is_new
    assert len(kept(raw)) == 2


def test_an_empty_file_is_kept_too(raw):
    """Case 1: raw bytes are stored whatever happens."""
    assert land(b"", raw).size == 0


def test_links_pipes_devices_sockets_and_folders_are_skipped(raw, tmp_path):
    """Case 24: none of them is opened, so none can hang the intake or read another file."""
    (tmp_path / "target").write_bytes(b"secret")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        for name in ("link", "pipe", "folder", "socket"):
            with pytest.raises(NotAPlainFileError) as error:
                land(tmp_path / name, raw)
            assert error.value.code == "E-LAND-01"
    with pytest.raises(NotAPlainFileError):
        land(Path("/dev/zero"), raw)
    assert kept(raw) == []


def test_a_vanished_file_is_an_error_of_its_own(raw, tmp_path):
    """Case 25: a clear error for this file, the others proceed."""
    with pytest.raises(FileNotReadableError) as error:
        land(tmp_path / "gone.xlsx", raw)
    assert "gone.xlsx" in error.value.message_zh
    assert land(b"next", raw).is_new


def test_an_unreadable_file_is_an_error_of_its_own(tmp_path, monkeypatch):
    """Case 25: mode 000, tried as a user without rights (root may read everything)."""
    monkeypatch.chdir(tmp_path)  # relative paths, because that user may not enter the folders above
    path, raw = Path("closed.xlsx"), Path("raw")
    path.write_bytes(b"x")
    path.chmod(0)
    raw.mkdir()
    if os.geteuid() == 0:
        for folder in (tmp_path, raw):
            os.chown(folder, 65534, -1)
        os.seteuid(65534)
    try:
        with pytest.raises(FileNotReadableError):
            land(path, raw)
    finally:
        os.seteuid(os.getuid())
    path.chmod(0o600)
    assert land(path, raw).is_new


def test_the_cap_stops_reading_and_keeps_nothing(raw, tmp_path):
    """Case 73: at most the cap is copied."""
    path = tmp_path / "big"
    with path.open("wb") as file:
        file.truncate(10 * 1024 * 1024)
    with pytest.raises(FileTooLargeError) as error:
        land(path, raw, size_cap=1024 * 1024)
    assert "1 MB" in error.value.message_zh
    assert kept(raw) == []
    assert land(b"x" * 1024, raw, size_cap=1024).size == 1024


def test_a_file_that_is_still_written_is_left_for_later(raw, tmp_path):
    """Case 21: bytes that changed while they were copied are nobody's hand-in."""
    path = tmp_path / "growing"
    path.write_bytes(b"x" * 8 * 1024 * 1024)
    stop = threading.Event()

    def write() -> None:
        with path.open("ab", buffering=0) as file:
            while not stop.is_set():
                file.write(b"y")
                time.sleep(0.0005)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with pytest.raises(FileStillChangingError):
            land(path, raw)
    finally:
        stop.set()
        writer.join()
    assert kept(raw) == []
    assert land(path, raw).is_new


def test_a_shortened_copy_under_the_right_name_is_replaced(raw):
    """A kept file of the wrong size is damage from outside; the same bytes handed in again repair it."""
    path = land(b"whole", raw).path
    path.write_bytes(b"who")
    assert land(b"whole", raw).is_new
    assert path.read_bytes() == b"whole"


def test_leftovers_of_a_killed_run_are_swept_and_kept_files_stay(raw):
    """A temporary file is no hand-in; the sender's file still lies in the drop folder."""
    path = land(b"kept", raw).path
    leftover = raw / ".landing-killed"
    leftover.write_bytes(b"half")
    assert sweep(raw) == 0
    os.utime(leftover, (0, 0))
    assert sweep(raw) == 1
    assert kept(raw) == [path]


def test_every_error_has_its_own_code_and_shows_names_escaped():
    """Case 113: a newline in a file name never breaks a log line."""
    codes = {error.code for error in LandingError.__subclasses__()}
    assert len(codes) == len(LandingError.__subclasses__())
    assert "\n" not in NotAPlainFileError("a\nb", what="folder").message_zh
