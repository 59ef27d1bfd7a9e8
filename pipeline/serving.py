"""`grassroots serve` and `stop`: Airflow's page and Superset on localhost, generated passwords, one Ctrl-C for all.

Each service is a child in a process group of its own, so that Ctrl-C reaches this process first and the services end in
order, the database last. Their numbers lie in ``<home>/run/services.json`` for `grassroots stop` after a crash.
"""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline import airflow_pages, airflow_service, superset_service
from pipeline.database import Database, migrate
from pipeline.database import stop as stop_database
from pipeline.settings import Settings

Show = Callable[[str], None]
PATIENCE = 180.0


def serve(settings: Settings, show: Show, airflow_port: int = 8080, superset_port: int = 8088) -> bool:
    """Bring everything up, print addresses and passwords once, wait for Ctrl-C; False when a service did not live."""
    taken = [port for port in (airflow_port, superset_port) if _answers(port)]
    if taken:
        show(f"端口被占用 · port taken: {taken}; 请换 · choose another: --airflow-port, --superset-port")
        return False
    database = Database.open(settings)
    migrate(database)
    airflow_service.migrate_metadata(settings, database)
    services: dict[str, subprocess.Popen[bytes]] = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _as_interrupt)
    try:
        show("启动中，约一分钟 · starting, about a minute …")
        for name, command, variables in airflow_pages.commands(settings, database, airflow_port):
            services[name] = _start(settings, name, command, variables)
        services["superset"] = superset_service.start(settings, database, superset_port)
        _note(settings, services)
        pages = ((airflow_port, "/api/v2/monitor/health"), (superset_port, "/health"))
        if not all(_wait_for(port, path, services) for port, path in pages):
            show("页面没有应答，详见 logs/ · a page did not answer, see logs/")
            return False
        for line in _welcome(settings, airflow_port, superset_port):
            show(line)
        return _watch(services, show)
    except KeyboardInterrupt:
        show("正在停止 · stopping …")
        return True
    finally:
        _end(services)
        _noted(settings).unlink(missing_ok=True)
        database.close()
        stop_database(settings)
        show("已全部停止 · all stopped")


def stop(settings: Settings, show: Show) -> bool:
    """End services that an earlier `serve` left behind, and the embedded database; also true when nothing ran."""
    noted = _noted(settings)
    for name, pid in json.loads(noted.read_text(encoding="utf-8")).items() if noted.exists() else ():
        if _is_ours(pid):
            _signal(pid, signal.SIGTERM)
            show(f"已停止 · stopped: {name} ({pid})")
    noted.unlink(missing_ok=True)
    if stop_database(settings):
        show("内置数据库已停止 · the embedded database is stopped")
    else:
        show("没有在运行的数据库 · no database was running")
    return True


def _welcome(settings: Settings, airflow_port: int, superset_port: int) -> list[str]:
    superset_user, superset_password = superset_service.credentials(settings)
    airflow_user, airflow_password = airflow_pages.credentials(settings)
    return [
        "",
        f"看板 dashboards   http://localhost:{superset_port}   {superset_user} / {superset_password}",
        f"Airflow           http://localhost:{airflow_port}   {airflow_user} / {airflow_password}",
        "Ctrl-C 全部停止 · stops all",
    ]


def _start(settings: Settings, name: str, command: list[str], variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
    with (settings.folder("logs") / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            env={**os.environ, **variables},
            cwd=airflow_service.ROOT,
            start_new_session=True,
        )


def _watch(services: Mapping[str, subprocess.Popen[bytes]], show: Show) -> bool:
    """Wait until Ctrl-C (KeyboardInterrupt) or until a service ends by itself."""
    while True:
        ended = [name for name, process in services.items() if process.poll() is not None]
        if ended:
            show(f"自己停了 · ended by itself: {', '.join(ended)}，详见 logs/ · see logs/")
            return False
        time.sleep(1)


def _wait_for(port: int, path: str, services: Mapping[str, subprocess.Popen[bytes]]) -> bool:
    """True as soon as the page answers; False when its time is over or a service has ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and all(process.poll() is None for process in services.values()):
        try:
            with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    return False


def _end(services: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for process in services.values():
        if process.poll() is None:
            _signal(process.pid, signal.SIGTERM)
    for process in services.values():
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            _signal(process.pid, signal.SIGKILL)


def _signal(pid: int, number: signal.Signals) -> None:
    """To the whole group: a service has workers of its own."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


def _is_ours(pid: int) -> bool:
    """Whether the number still belongs to a service: after a reboot it may be somebody else's."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return b"airflow" in words or b"superset" in words


def _note(settings: Settings, services: Mapping[str, subprocess.Popen[bytes]]) -> None:
    _noted(settings).write_text(json.dumps({name: process.pid for name, process in services.items()}), encoding="utf-8")


def _noted(settings: Settings) -> Path:
    return settings.folder("run") / "services.json"


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _as_interrupt(*_: object) -> None:
    raise KeyboardInterrupt
