"""Edition ► report.html: one file, charts inline, nothing fetched from anywhere.

A content security policy in the page forbids every request, so a mistake here would show as a missing picture and never
as a call to a server.
"""

import re
from functools import cache
from pathlib import Path

import jinja2

from reports.document import document
from reports.edition import Edition

TEMPLATES = Path(__file__).with_name("templates")
NAMESPACE = re.compile(r'\sxmlns(:\w+)?="[^"]*"')


def render(edition: Edition, pictures: list[dict[str, str]]) -> str:
    """The page with these charts; the same edition and charts give the same text."""
    inline: dict[str, object] = dict.fromkeys(("targets", "units", "months"))
    inline |= {picture["key"]: {**picture, "svg": NAMESPACE.sub("", picture["svg"])} for picture in pictures}
    return _template().render(**document(edition), charts=inline)


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html")
