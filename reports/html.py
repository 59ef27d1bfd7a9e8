"""Edition ► report.html: one file, charts inline, nothing fetched from anywhere.

A content security policy in the page forbids every request, so a mistake here would show as a missing picture and never
as a call to a server.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

TEMPLATES = Path(__file__).with_name("templates")
NAMESPACE = re.compile(r'\sxmlns(:\w+)?="[^"]*"')


def render(document: dict[str, Any], pictures: list[dict[str, str]]) -> str:
    """The page with these charts; the same document and charts give the same text."""
    inline = {picture["key"]: {**picture, "svg": NAMESPACE.sub("", picture["svg"])} for picture in pictures}
    return _template().render(**document, charts=inline)


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html")
