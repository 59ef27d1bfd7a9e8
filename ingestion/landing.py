"""Keep the raw bytes of a hand-in, by content hash, before anything looks at them.

    bytes or a file ► temporary file in raw/ ► fsync ► rename to raw/<sha256[:2]>/<sha256> ► fsync of the folder

The name a sender gave never becomes a name on disk, so newlines, `../` or 300 characters in it cannot do harm.
Nothing is parsed here. Errors:

    LandingError
    ├── NotAPlainFileError     symlink, pipe, device, socket or folder in place of a file
    ├── FileNotReadableError   vanished, or no right to read it
    ├── FileStillChangingError grew or was rewritten while it was being copied: try again later
    └── FileTooLargeError      over the cap; nothing is kept
"""

import hashlib
import os
import secrets
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DEFAULT_SIZE_CAP = 50 * 1024 * 1024
_CHUNK = 1024 * 1024
_TEMPORARY_PREFIX = ".landing-"


class LandingError(Exception):
    """A file that could not be kept. `code` is stable; the two sentences are for the clerk."""

    code = "E-LAND-00"
    sentence_zh = "文件“{name}”无法接收。"
    sentence_en = "The file “{name}” could not be received."

    def __init__(self, name: str, **facts: object) -> None:
        self.name = name
        shown = name.encode("unicode_escape", "backslashreplace").decode("ascii") if not name.isprintable() else name
        self.message_zh = self.sentence_zh.format(name=shown, **facts)
        self.message_en = self.sentence_en.format(name=shown, **facts)
        super().__init__(f"{self.code} {self.message_zh} {self.message_en}")


class NotAPlainFileError(LandingError):
    """A link, pipe, device, socket or folder: following it could read anything on this machine, or wait for ever."""

    code = "E-LAND-01"
    sentence_zh = "“{name}”不是普通文件(而是{what}),已跳过。请直接放入文件本身。"
    sentence_en = "“{name}” is not a plain file ({what}) and was skipped. Put the file itself here."


class FileNotReadableError(LandingError):
    """The file vanished or may not be read; the others are not concerned."""

    code = "E-LAND-02"
    sentence_zh = "文件“{name}”读不到({reason})。请确认文件仍在且允许读取,然后重新提交。"
    sentence_en = (
        "The file “{name}” cannot be read ({reason}). Check that it is there and readable, then hand it in again."
    )


class FileStillChangingError(LandingError):
    """The file changed while it was copied: somebody is still writing it."""

    code = "E-LAND-03"
    sentence_zh = "文件“{name}”还在写入,暂不接收,稍后会自动再试。"
    sentence_en = "The file “{name}” is still being written; it will be tried again."


class FileTooLargeError(LandingError):
    """More bytes than the cap; reading stopped at the cap."""

    code = "E-LAND-04"
    sentence_zh = "文件“{name}”超过上限 {cap_mb} MB,未接收。请拆成几个文件分别提交。"
    sentence_en = "The file “{name}” is over the limit of {cap_mb} MB. Split it into several files."


@dataclass(frozen=True, slots=True)
class Landed:
    """Bytes that are on disk for good: hex sha256, size in bytes, where they lie, and whether they were new."""

    sha256: str
    size: int
    path: Path
    is_new: bool


def land(source: Path | str | bytes, raw_folder: Path, size_cap: int = DEFAULT_SIZE_CAP) -> Landed:
    """Copy a file (or bytes) into `raw_folder` under its sha256 and return only when it is safely on disk.

    Identical bytes land once: the second time `is_new` is False. Kept files have mode 0600 (they may hold
    card numbers). `size_cap` is in bytes. Raises LandingError; then nothing has been kept.
    """
    raw_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = "<bytes>" if isinstance(source, bytes) else Path(source).name
    temporary = raw_folder / (_TEMPORARY_PREFIX + secrets.token_hex(8))
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        digest, size = _copy(source, name, descriptor, size_cap)
        os.fsync(descriptor)
        path = raw_folder / digest[:2] / digest
        is_new = _keep(temporary, path, size)
    finally:
        os.close(descriptor)
        temporary.unlink(missing_ok=True)
    return Landed(digest, size, path, is_new)


def sweep(raw_folder: Path, older_than_seconds: float = 3600.0) -> int:
    """Remove temporary files that a killed run left behind; returns how many. Kept files are never touched."""
    limit = time.time() - older_than_seconds
    leftovers = [p for p in raw_folder.glob(_TEMPORARY_PREFIX + "*") if p.lstat().st_mtime < limit]
    for leftover in leftovers:
        leftover.unlink(missing_ok=True)
    return len(leftovers)


def _copy(source: Path | str | bytes, name: str, target: int, size_cap: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(source, name):
        size += len(chunk)
        if size > size_cap:
            raise FileTooLargeError(name, cap_mb=f"{size_cap / 1024 / 1024:g}")
        digest.update(chunk)
        view = memoryview(chunk)
        while view:
            view = view[os.write(target, view) :]
    return digest.hexdigest(), size


def _chunks(source: Path | str | bytes, name: str) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    descriptor = _open_plain(Path(source), name)
    try:
        before = os.fstat(descriptor)
        while chunk := os.read(descriptor, _CHUNK):
            yield chunk
        after = os.fstat(descriptor)
    except OSError as error:
        raise FileNotReadableError(name, reason=error.strerror) from error
    finally:
        os.close(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise FileStillChangingError(name)


def _open_plain(path: Path, name: str) -> int:
    """Open without following a link and without waiting for a pipe's other end, then look at what was opened."""
    try:
        kind = _kind_of(path.lstat().st_mode)
        if kind is not None:
            raise NotAPlainFileError(name, what=kind)
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise FileNotReadableError(name, reason=getattr(error, "strerror", None) or str(error)) from error
    # Between the look and the open somebody may have swapped the file: what was opened decides.
    kind = _kind_of(os.fstat(descriptor).st_mode)
    if kind is not None:
        os.close(descriptor)
        raise NotAPlainFileError(name, what=kind)
    return descriptor


def _kind_of(mode: int) -> str | None:
    """Chinese and English name of anything that is not a plain file, else None."""
    if stat.S_ISREG(mode):
        return None
    names = {
        stat.S_IFLNK: "符号链接 symbolic link",
        stat.S_IFDIR: "文件夹 folder",
        stat.S_IFIFO: "管道 pipe",
        stat.S_IFSOCK: "套接字 socket",
    }
    return names.get(stat.S_IFMT(mode), "设备 device")


def _keep(temporary: Path, path: Path, size: int) -> bool:
    """Give the synced temporary file its final name; False when the same bytes were already there."""
    if not path.parent.is_dir():
        path.parent.mkdir(exist_ok=True, mode=0o700)
        _sync_folder(path.parent.parent)
    is_new = not (path.is_file() and path.stat().st_size == size)
    if is_new:
        temporary.rename(path)
    # Also when the file was there: the process that renamed it may have been killed before its own fsync.
    _sync_folder(path.parent)
    return is_new


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
