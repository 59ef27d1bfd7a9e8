"""Is anything new? The four things the main job depends on, as short texts that can be compared (details 30).

drop       name, size and modification time of every file in the drop folder
log        position and head of the event log
code       content of every file that computes: the packages, dbt, Superset's assets, the DAGs
published  id of the build that readers see
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.state import State

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("ingestion", "expectations", "reports", "pipeline", "dbt", "superset", "dags")
MADE = frozenset({"__pycache__", "target", "logs", "dbt_packages"})


def take(drop: Path, state: State, root: Path = ROOT) -> dict[str, str]:
    """The fingerprint now, four texts by name."""
    return {
        "drop": drop_listing(drop),
        "log": f"{state.position} {state.head}",
        "code": code_version(root),
        "published": state.published_build,
    }


def drop_listing(drop: Path) -> str:
    """Hash over the listing of the drop folder; the files themselves are not read."""
    digest = hashlib.sha256()
    for path in sorted(drop.rglob("*")) if drop.is_dir() else ():
        if path.is_file():
            found = path.stat()
            # a name need not be UTF-8: its bytes are taken as they are
            digest.update(os.fsencode(path.relative_to(drop)))
            digest.update(f"\x1f{found.st_size}\x1f{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def code_version(root: Path = ROOT) -> str:
    """Hash over path and content of every file that computes; 16 hex digits, equal for equal code anywhere."""
    digest = hashlib.sha256()
    for path in _files(root):
        digest.update(f"{path.relative_to(root)}\x1f".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _files(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc" and not MADE.intersection(path.relative_to(root).parts):
                yield path
