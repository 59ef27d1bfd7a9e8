"""Document ► report.pdf: typeset by Typst with the fonts of the wheel, charts as vectors, the edition's time in it.

No system font, package or network is used, and the only time in the file is the one the edition was made at: the same
edition gives the same bytes.
"""

import datetime
import json
import tempfile
from pathlib import Path
from typing import Any

from reports import fonts
from reports.errors import TypesettingError

TEMPLATE = Path(__file__).with_name("templates") / "report.typ"


def render(document: dict[str, Any], pictures: list[dict[str, str]], created_at: datetime.datetime) -> bytes:
    """The PDF with these charts. Raises TypesettingError with the typesetter's words as cause."""
    import typst

    with tempfile.TemporaryDirectory(prefix="grassroots-typeset-") as name:
        folder = Path(name)
        placed = []
        for picture in pictures:
            (folder / f"{picture['key']}.svg").write_text(picture["svg"], encoding="utf-8")
            placed.append({"file": f"{picture['key']}.svg", "key": picture["key"], "title": picture["title"]})
        content = {**document, "charts": placed, "sans": fonts.SANS, "serif": fonts.SERIF}
        (folder / "document.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        source = folder / "report.typ"
        source.write_bytes(TEMPLATE.read_bytes())
        try:
            pdf: bytes = typst.compile(
                str(source),
                root=str(folder),
                font_paths=[str(fonts.folder())],
                ignore_system_fonts=True,
                timestamp=int(created_at.timestamp()),
                format="pdf",
            )
        except Exception as error:
            message = f"排版失败 / typesetting failed: {error}"
            raise TypesettingError(message) from error
    return pdf
