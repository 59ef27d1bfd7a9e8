"""A real PostgreSQL with a publication, a real Superset that shows it, a real Chromium that looks at it.

``published_database``  settings and database with filled tables in schema ``published``. Here: a computed sample; a
                        real publication may take its place in this one fixture, the test uses what is in there
``superset``            the running web server over that publication, dashboards imported
``browser``             headless Chromium; without one the tests fail with the line that installs it, they never skip
``page``                a page of it in Chinese, signed in
"""

import importlib.util
import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline import superset_service
from pipeline.database import Database, migrate
from pipeline.settings import Settings
from pipeline.steps.dashboards import run as import_dashboards
from tests.superset.pages import is_here, sign_in

ROOT = Path(__file__).resolve().parents[2]
APT = "apt-get install -y --no-install-recommends chromium fonts-noto-cjk"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# Nothing may leave the machine: no component updates, no safe-browsing lists, no metrics.
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"]


@dataclass(frozen=True)
class Publication:
    """Where the published tables are: settings (home folder) and database."""

    settings: Settings
    database: Database


@dataclass(frozen=True)
class Site:
    """A running Superset: its address, and the publication that it shows."""

    address: str
    publication: Publication

    @property
    def login(self) -> tuple[str, str]:
        """Name and password of the administrator."""
        return superset_service.credentials(self.publication.settings)


@pytest.fixture(scope="session")
def published_sample() -> ModuleType:
    """The module published_sample.py beside this file (test folders are not packages)."""
    spec = importlib.util.spec_from_file_location("published_sample", Path(__file__).with_name("published_sample.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def published_database(tmp_path_factory: pytest.TempPathFactory, published_sample: ModuleType) -> Iterator[Publication]:
    """A server and a home folder of its own, because Superset keeps its metadata beside the published tables."""
    home = Path(os.path.realpath(tmp_path_factory.mktemp("s")))
    for folder in (home, *home.parents[:2]):
        folder.chmod(0o755)  # PostgreSQL runs as another user when we are root
    settings = Settings(home=home, _env_file=None)
    database = Database.open(settings)
    migrate(database)
    published_sample.fill(database.engine(None), ROOT / "ingestion" / "registry" / "divisions.csv")
    yield Publication(settings, database)
    database.close()
    from pipeline.database import stop

    stop(settings)


@pytest.fixture(scope="session")
def superset(published_database: Publication) -> Iterator[Site]:
    """The web server on a free port."""
    settings, database = published_database.settings, published_database.database
    assert import_dashboards(settings).ok
    port = _free_port()
    process = superset_service.start(settings, database, port)
    try:
        superset_service.wait(process, port)
        yield Site(f"http://127.0.0.1:{port}", published_database)
    finally:
        superset_service.stop(process)


# Not for the session: the end-to-end tests have both as well, and a process has one Playwright at a time.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium from the system, else Playwright's own."""
    with sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, CHROMIUM)), playwright.chromium.executable_path)
        if not Path(program).exists():
            pytest.fail(f"没有 Chromium，请先安装 · no Chromium, install it: {APT}")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(superset: Site, browser: Browser) -> Iterator[Page]:
    """A page in Chinese, signed in; every answer from another host is noted in `page.outside`."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    page = context.new_page()
    outside: list[str] = []
    page.on("response", lambda answer: None if is_here(answer.url, superset.address) else outside.append(answer.url))
    page.outside = outside  # type: ignore[attr-defined]
    sign_in(page, superset)
    yield page
    context.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
