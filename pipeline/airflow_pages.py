"""The processes of Airflow behind its page: api-server, scheduler, DAG processor; localhost, a generated password.

Triggerer is left out: no task of ours defers. Airflow's simple login is meant for one machine; a deployment for others
brings its own auth manager.
"""

import json
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline import airflow_service
from pipeline.database import Database
from pipeline.settings import Settings

USER = "admin"


def commands(settings: Settings, database: Database, port: int) -> Iterator[tuple[str, list[str], dict[str, str]]]:
    """Name, command line and variables of each process, in the order in which they start."""
    program = str(Path(sys.executable).parent / "airflow")
    variables = {**airflow_service.environment(settings, database), **_page(settings, port)}
    yield "airflow-api-server", [program, "api-server"], variables
    yield "airflow-dag-processor", [program, "dag-processor"], variables
    yield "airflow-scheduler", [program, "scheduler"], variables


def credentials(settings: Settings) -> tuple[str, str]:
    """User and password of Airflow's page; made at the first call, kept in a file that only the owner reads."""
    kept = settings.folder("run") / "airflow-passwords.json"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(json.dumps({USER: secrets.token_urlsafe(12)}), encoding="utf-8")
    return USER, str(json.loads(kept.read_text(encoding="utf-8"))[USER])


def _page(settings: Settings, port: int) -> dict[str, str]:
    credentials(settings)
    address = f"http://localhost:{port}"
    return {
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "2",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(settings.folder("run") / "airflow-passwords.json"),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__WORKERS": "1",
        # On another port than 8080 every task fails while queued unless both addresses say so.
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__API__SECRET_KEY": _secret(settings, "airflow-page"),
        "AIRFLOW__API_AUTH__JWT_SECRET": _secret(settings, "airflow-tasks"),
        "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "False",
    }


def _secret(settings: Settings, name: str) -> str:
    """A secret of this data folder: the same for every process, never a known default."""
    kept = settings.folder("run") / f"{name}.secret"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return kept.read_text(encoding="utf-8")
