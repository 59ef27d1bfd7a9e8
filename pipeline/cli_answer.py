"""How every command answers: run one step, print its rows and its sentence, return the exit code.

Rows go to standard output in the form that was asked for. The sentence, progress and errors go to standard error when
the rows are csv or json, so that another program can read the output as it is.
"""

import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from pipeline.performing import call
from pipeline.steps.result import WrongCallError
from pipeline.tables import FORMATS, render

if TYPE_CHECKING:
    from pipeline.settings import Settings

Command = Callable[..., Any]

form_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="列表的形式 · form of the list (csv: UTF-8, comma, header)",
)


def answer(step: str, form: str = "table", **options: object) -> int:
    """Run `step`, print, and return 0 when its answer is true, else 1; WrongCallError is left to the command line."""
    from pipeline.settings import load

    settings = load()
    aside = form != "table"
    try:
        result = call(step, settings, progress=lambda line: click.echo(f"  {line}", err=True), **options)
    except WrongCallError:
        raise
    except Exception as error:  # noqa: BLE001 -- the edge: a person gets a sentence, the log file gets the trace
        where = keep_trace(settings, step)
        click.echo(f"{step} 出错 · failed: {type(error).__name__}: {error}\n  详见 · details: {where}", err=True)
        return 1
    text = render(result.rows, form, result.columns)
    if text:
        click.echo(text)
    if result.message:
        click.echo(result.message, err=aside)
    return 0 if result.ok else 1


def keep_trace(settings: "Settings", step: str) -> str:
    """Append the trace of the error being handled to the program log; returns the path of the log."""
    path = settings.folder("logs") / "errors.log"
    with path.open("a", encoding="utf-8") as log:
        log.write(f"{datetime.now(UTC).isoformat()} {step}\n{traceback.format_exc()}\n")
    return str(path)
