"""Edition ► files: ``editions/<edition_id>/`` with the report in four formats and edition.json, all or none.

The folder appears by one rename, so nobody finds half a report. A file that is there already is left as it is; one that
is missing is printed again from the stored edition. The English print of an edition stands in ``<edition_id>-en``.
"""

import shutil
import tempfile
from pathlib import Path

from reports import docx_file, html, typeset, xlsx_file
from reports.charts import charts
from reports.document import document
from reports.edition import Edition, canonical

FILES = ("report.html", "report.pdf", "report.docx", "report.xlsx", "edition.json")


def write(edition: Edition, editions: Path, language: str = "zh") -> Path:
    """Render the edition below ``editions`` unless all its files are there; returns its folder."""
    target = editions / (edition.folder if language == "zh" else f"{edition.folder}-{language}")
    if all((target / name).is_file() for name in FILES):
        return target
    editions.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=editions))
    try:
        for name, content in render(edition, language).items():
            printed = target / name
            (draft / name).write_bytes(printed.read_bytes() if printed.is_file() else content)
        draft.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)  # incomplete; what it held is in the draft
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target


def render(edition: Edition, language: str = "zh") -> dict[str, bytes]:
    """File name ► bytes; the same edition, language and code give the same bytes."""
    pictures = charts(edition.figures, edition.definitions, language)
    content = document(edition, language)
    return {
        "report.html": html.render(content, pictures).encode(),
        "report.pdf": typeset.render(content, pictures, edition.created_at),
        "report.docx": docx_file.render(content, pictures, edition.created_at),
        "report.xlsx": xlsx_file.render(edition, content["title"], language),
        "edition.json": canonical(edition),
    }
