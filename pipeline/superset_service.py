"""Superset of this checkout: its metadata database, its administrator, the import of the dashboards, its web server.

Superset lives in an environment of its own (``.venv-superset``, SQLAlchemy 1.4) and is only ever a child process here.
Preparing takes about fifteen seconds the first time. What was prepared and imported is noted as the comment of the
database ``superset``, so the note can neither outlive the database nor be lost without it; when it is right, the two
calls cost one query.

Errors: Exception
        └── SupersetFailedError   a child process ended badly or did not answer; the message holds its last words
"""

import fcntl
import hashlib
import json
import os
import secrets
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from pipeline.database import Database
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
ROOM = ROOT / "superset"
PROGRAMS = ROOT / ".venv-superset" / "bin"
NAME = "superset"
USER = "admin"
SECRETS = ("secret_key", "guest_token", "async_queries")


class SupersetFailedError(Exception):
    """A process of Superset's environment failed; the message says which and how it ended."""


def environment(settings: Settings, database: Database) -> dict[str, str]:
    """Variables by which a Superset process finds configuration, metadata and secrets; it inherits nothing of ours."""
    home = settings.folder("superset")
    return {
        "PATH": os.defpath,
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "SUPERSET_HOME": str(home),
        "SUPERSET_CONFIG_PATH": str(ROOM / "superset_config.py"),
        "GRASSROOTS_SUPERSET_DATABASE_URL": database.address(NAME),
        "GRASSROOTS_SUPERSET_SECRETS": str(_secrets(settings)),
        "SCARF_ANALYTICS": "false",
        "DO_NOT_TRACK": "1",
    }


def credentials(settings: Settings) -> tuple[str, str]:
    """Name and generated password of the administrator; the password lies in ``run/superset.password`` (0600)."""
    path = settings.folder("run") / "superset.password"
    if not path.exists():
        _write_private(path, secrets.token_urlsafe(12))
    return USER, path.read_text(encoding="utf-8").strip()


def prepare(settings: Settings, database: Database) -> bool:
    """Bring metadata, roles and administrator up to date; False when there was nothing to do.

    Raises SupersetFailedError.
    """
    return bool(_bring_up_to_date(settings, database, None)["prepared"])


def import_assets(settings: Settings, database: Database, contents: Mapping[str, str]) -> dict[str, int]:
    """Import the asset files (path ► text) and delete what they no longer hold; prepares as well when needed.

    Returns how many were ``imported`` and ``deleted``; both 0 when exactly these files are already in.
    Raises SupersetFailedError.
    """
    done = _bring_up_to_date(settings, database, contents)
    return {name: done[name] for name in ("imported", "deleted")}


def _bring_up_to_date(settings: Settings, database: Database, contents: Mapping[str, str] | None) -> dict[str, int]:
    """Do what the note on the database says is missing, in one child process, then note it."""
    with _one_at_a_time(settings):
        variables = environment(settings, database)
        _, password = credentials(settings)
        code = [_version(), _digest(ROOM / "bootstrap.py")]
        prepared = _fingerprint(*code, _digest(_secrets(settings)), password)
        imported = _fingerprint(*code, json.dumps(contents, ensure_ascii=False, sort_keys=True))
        noted = _noted(database)
        order = {
            "password": None if noted.get("prepared") == prepared else password,
            "contents": None if contents is None or noted.get("imported") == imported else contents,
        }
        if not any(order.values()):
            return {"prepared": 0, "imported": 0, "deleted": 0}
        answer = json.loads(_run(settings, variables, json.dumps(order)))
        fresh = {"prepared": prepared} | ({"imported": imported} if order["contents"] else {})
        _note(database, noted | fresh)
        return {"prepared": int(order["password"] is not None), **answer}


def start(settings: Settings, database: Database, port: int = 8088) -> subprocess.Popen[bytes]:
    """Start the web server on localhost and return its process; `wait` until it answers. Prepares first when needed."""
    prepare(settings, database)
    command = [
        *(str(PROGRAMS / "gunicorn"), "--workers", "1", "--worker-class", "gthread", "--threads", "8"),
        *("--timeout", "120", "--bind", f"127.0.0.1:{port}", "superset.app:create_app()"),
    ]
    with (settings.folder("logs") / "superset.log").open("ab") as log:
        return subprocess.Popen(
            command,
            env=environment(settings, database),
            cwd=settings.folder("superset"),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def wait(process: subprocess.Popen[bytes], port: int = 8088, patience: float = 120.0) -> None:
    """Return when the server answers its health page; SupersetFailedError when it ends or does not in time."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SupersetFailedError(f"Superset ended by itself (code {process.returncode}), see logs/superset.log")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SupersetFailedError(f"Superset did not answer within {patience:.0f} s, see logs/superset.log")


def stop(process: subprocess.Popen[bytes], patience: float = 15.0) -> None:
    """End the server and its worker; by force when it does not listen."""
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _run(settings: Settings, variables: Mapping[str, str], order: str) -> str:
    """Give an order to bootstrap.py and return its answer."""
    program = PROGRAMS / "python"
    if not program.exists():
        raise SupersetFailedError("没有 .venv-superset，请先运行 make run · .venv-superset is missing: run make first")
    with (settings.folder("logs") / "superset.log").open("a+", encoding="utf-8", errors="replace") as log:
        # -P: the folder of the script must not come first on the path, it is called like the package.
        done = subprocess.run(
            [str(program), "-P", str(ROOM / "bootstrap.py")],
            env=dict(variables),
            cwd=settings.folder("superset"),
            input=order,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            check=False,
        )
        if done.returncode:
            log.flush()
            log.seek(0)
            last = "\n".join(log.read().splitlines()[-5:])
            raise SupersetFailedError(f"superset bootstrap: code {done.returncode}, see logs/superset.log\n{last}")
    return done.stdout.splitlines()[-1]


def _secrets(settings: Settings) -> Path:
    """File with the secrets of this installation, made once."""
    path = settings.folder("superset") / "secrets.json"
    if not path.exists():
        _write_private(path, json.dumps({name: secrets.token_urlsafe(48) for name in SECRETS}))
    return path


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as target:
        target.write(text)


def _version() -> str:
    """Version of the installed Superset, read from the name of its metadata folder (an import would take seconds)."""
    found = sorted(PROGRAMS.parent.glob("lib/python*/site-packages/apache_superset-*.dist-info"))
    return found[-1].name if found else "missing"


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _noted(database: Database) -> dict[str, str]:
    """What the comment of the database ``superset`` says: key ► fingerprint."""
    query = sa.text("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = :name")
    with database.engine(None).connect() as connection:
        text = connection.scalar(query, {"name": NAME})
    return dict(json.loads(text)) if text else {}


def _note(database: Database, fingerprints: Mapping[str, str]) -> None:
    text = json.dumps(fingerprints)
    with database.engine(None).begin() as connection:
        # COMMENT takes no parameter; the text is JSON of hexadecimal fingerprints.
        connection.exec_driver_sql(f"COMMENT ON DATABASE {NAME} IS '{text}'")


@contextmanager
def _one_at_a_time(settings: Settings) -> Iterator[None]:
    """Two commands must not migrate or import at once."""
    with (settings.folder("superset") / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
