"""Edition ► report.html: one file, charts inline, nothing fetched from anywhere.

A content security policy in the page forbids every request, so a mistake here would show as a missing picture and never
as a call to a server.
"""

import re
from functools import cache
from pathlib import Path

import jinja2

from reports.charts import charts
from reports.document import document
from reports.edition import Edition

TEMPLATES = Path(__file__).with_name("templates")
NAMESPACE = re.compile(r'\sxmlns(:\w+)?="[^"]*"')


def render(edition: Edition) -> str:
    """The page; the same edition gives the same text."""
    pictures = {
        chart["key"]: {**chart, "svg": NAMESPACE.sub("", chart["svg"])}
        for chart in charts(edition.figures, edition.definitions)
    }
    return _template().render(**document(edition), charts=pictures)


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html")
