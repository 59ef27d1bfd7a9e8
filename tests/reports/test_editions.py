"""Editions: frozen once, rendered again with the same bytes, withheld when the gate said no."""

from pathlib import Path

import pytest

from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps import report


@pytest.fixture
def settings(published: Database, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, database_url=published.url)


def test_try(settings):
    assert report.run(settings, period="2022").ok
