"""How every command answers: run one step, print its rows and its sentence, return the exit code.

Rows go to standard output in the form that was asked for. The sentence, progress and errors go to standard error when
the rows are csv or json, so that another program can read the output as it is.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from pipeline import traces
from pipeline.performing import call
from pipeline.steps.result import WrongCallError
from pipeline.tables import FORMATS, render

if TYPE_CHECKING:
    from pipeline.settings import Settings

Command = Callable[..., Any]
SETTING_UP = ("run", "init", "serve")
"""Commands that set the database up: what goes wrong there is never that it is empty."""

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

    def perform(settings: "Settings") -> bool:
        result = call(step, settings, progress=lambda line: click.echo(f"  {line}", err=True), **options)
        text = render(result.rows, form, result.columns)
        if text:
            click.echo(text)
        if result.message:
            click.echo(result.message, err=form != "table")
        return result.ok

    return guarded(step, perform)


def guarded(name: str, work: Callable[["Settings"], bool]) -> int:
    """Do `work` and return its exit code; an unforeseen error is one sentence for a person and a trace in the log."""
    from pipeline.settings import load

    try:
        settings = load()
    except ValueError as error:  # of pydantic: it names the variable
        message = f"设置有误，请改环境变量或 .env · a setting is wrong, mend the environment or .env: {error}"
        raise WrongCallError(message) from error
    try:
        return 0 if work(settings) else 1
    except WrongCallError:
        raise
    except Exception as error:
        where = traces.keep(settings, name)
        if name not in SETTING_UP and _is_for_want_of_data(error, settings):
            message = "还没有数据，请先运行 grassroots run · nothing here yet: run `grassroots run` first"
            raise WrongCallError(message) from error
        click.echo(f"{name} 出错 · failed: {_in_words(error)}\n  详见 · details: {where}", err=True)
        return 1


def _in_words(error: Exception) -> str:
    """What a person is told of an unforeseen error: its kind and reason; statements and their values are for the log.

    A statement's values may hold what a sender wrote, so they never reach a screen.
    """
    reason = getattr(error, "orig", None) or error  # SQLAlchemy's error wraps the driver's and adds the statement
    said = f"{type(reason).__name__}: {str(reason).strip()}"
    if isinstance(error, OSError) and error.filename is not None:
        said += "；请查看该路径的权限和磁盘空间 · check that path, its rights and the disk's free space"
    return said


def _is_for_want_of_data(error: Exception, settings: "Settings") -> bool:
    """Whether a database refused because it was never set up; False when even that cannot be found out."""
    from sqlalchemy.exc import DBAPIError

    from ingestion.log.errors import LogUnavailableError
    from pipeline.database import is_migrated

    if not isinstance(error, DBAPIError | LogUnavailableError):
        return False
    try:
        return not is_migrated(settings)
    except Exception:  # noqa: BLE001 -- the first error is the one to tell
        return False
