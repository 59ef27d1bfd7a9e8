"""Edition ► files: ``editions/<edition_id>/`` with report.html, report.pdf and edition.json, all or none.

The folder appears by one rename, so nobody finds half a report. A folder that is there already is left as it is.
"""

import shutil
import tempfile
from pathlib import Path

from reports import html, typeset
from reports.charts import charts
from reports.edition import Edition, canonical

FILES = ("report.html", "report.pdf", "edition.json")


def write(edition: Edition, editions: Path) -> Path:
    """Render the edition below ``editions`` unless all its files are there; returns its folder."""
    target = editions / edition.folder
    if all((target / name).is_file() for name in FILES):
        return target
    editions.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=editions))
    try:
        for name, content in render(edition).items():
            (draft / name).write_bytes(content)
        draft.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)  # an incomplete folder of an older version
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target


def render(edition: Edition) -> dict[str, bytes]:
    """File name ► bytes; the same edition and code give the same bytes."""
    pictures = charts(edition.figures, edition.definitions)
    return {
        "report.html": html.render(edition, pictures).encode(),
        "report.pdf": typeset.render(edition, pictures),
        "edition.json": canonical(edition),
    }
