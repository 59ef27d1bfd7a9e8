"""Is this machine fit: Python, environments, disk, database, permissions, fonts, browser, mail. Changes nothing.

A line is `ok`, `warning` (it works, a person should know) or `error` (exit code 1).
"""

import importlib.util
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from pipeline.settings import Settings
from pipeline.steps.result import Result, counted

ROOT = Path(__file__).resolve().parent.parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
Line = tuple[str, str, str]


def run(settings: Settings) -> Result:
    """Rows check, state, says; not ok when any line is an error."""
    checks: tuple[Callable[[Settings], Iterator[Line]], ...] = (
        _python,
        _pins,
        _superset,
        _disk,
        _database,
        _private,
        _browser,
        _recipients,
        _mail,
    )
    rows: list[dict[str, object]] = [
        {"check": name, "state": state, "says": says} for check in checks for name, state, says in check(settings)
    ]
    errors = sum(row["state"] == "error" for row in rows)
    return Result(
        ok=errors == 0,
        rows=rows,
        columns=("check", "state", "says"),
        message="一切正常 · all is well" if not errors else f"{errors} 处有错 · {counted(errors, 'error', 'errors')}",
    )


def _python(_: Settings) -> Iterator[Line]:
    fit = (3, 11) <= sys.version_info[:2] <= (3, 12)
    yield "python", "ok" if fit else "error", f"{sys.version.split()[0]} (3.11 或 3.12 · 3.11 or 3.12)"


def _pins(_: Settings) -> Iterator[Line]:
    for package, below in (("dbt-core", (1, 12)), ("duckdb", (2, 0)), ("apache-airflow", (4, 0))):
        found = version(package)
        fit = tuple(int(part) for part in found.split(".")[:2]) < below
        yield package, "ok" if fit else "error", f"{found} (< {'.'.join(map(str, below))})"


def _superset(_: Settings) -> Iterator[Line]:
    program = ROOT / ".venv-superset" / "bin" / "superset"
    if program.exists():
        yield "superset", "ok", str(program.parent.parent.name)
    else:
        yield "superset", "error", "缺少 .venv-superset，请运行 make run · it is missing: make run"


def _disk(settings: Settings) -> Iterator[Line]:
    folder = next(path for path in (settings.home, *settings.home.parents) if path.exists())
    free = shutil.disk_usage(folder).free / 1e9
    state = "ok" if free > 5 else "warning" if free > 1 else "error"
    yield "disk", state, f"{free:.1f} GB 可用 free"


def _database(settings: Settings) -> Iterator[Line]:
    if settings.database_url is None:
        yield (
            "database",
            "warning",
            "内置 PostgreSQL：角色防误操作，不防本机其他用户 · embedded: roles guard against mistakes, "
            "not against other users of this machine",
        )
        if not (settings.pg / "PG_VERSION").exists():
            return
    import sqlalchemy as sa

    from pipeline.database import Database

    try:
        with Database.open(settings).engine(None).connect() as connection:
            number = int(connection.scalar(sa.text("show server_version_num")) or 0)
    except (sa.exc.SQLAlchemyError, RuntimeError, OSError) as error:
        yield "postgresql", "error", f"连不上 · cannot connect: {type(error).__name__}"
        return
    yield "postgresql", "ok" if number >= 150000 else "error", f"{number // 10000}.{number % 10000} (15+)"


def _private(settings: Settings) -> Iterator[Line]:
    """The vault's key and raw workbooks are for the owner's eyes only."""
    key = settings.vault_key
    if key.exists():
        open_to_others = stat.S_IMODE(key.stat().st_mode) & 0o077
        yield "vault.key", "error" if open_to_others else "ok", f"mode {stat.S_IMODE(key.stat().st_mode):04o} (0600)"
    loose = [path for path in settings.raw.glob("??/*") if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if settings.raw.exists():
        yield "raw", "error" if loose else "ok", f"{len(loose)} 个文件权限过宽 · files open to others"


def _browser(_: Settings) -> Iterator[Line]:
    fonts = importlib.util.find_spec("mplfonts") is not None
    yield "fonts", "ok" if fonts else "error", "报告字体来自 mplfonts · the report's fonts come with mplfonts"
    found = next((name for name in BROWSERS if shutil.which(name)), None)
    says = found or "只有测试需要：apt-get install -y chromium fonts-noto-cjk · only the tests need it"
    yield "chromium", "ok" if found else "warning", says


def _recipients(settings: Settings) -> Iterator[Line]:
    """The list of recipients, fault by fault with its line."""
    from ingestion.registry.units import units_by_code
    from pipeline.recipients import RecipientsError, read

    path = settings.recipients_file
    if not path.exists() and settings.recipients is None:
        yield "recipients", "ok", "没有名单，不投递报告 · no list, reports are not mailed"
        return
    try:
        found = read(path, settings.mail_domains, {code: unit.level for code, unit in units_by_code().items()})
    except RecipientsError as error:
        yield from (
            ("recipients", "error", f"{path.name} 第 {line} 行 · line {line}: {says}") for line, says in error.faults
        )
        return
    yield "recipients", "ok", f"{len(found)} 个收件人 recipients"
    if found and not (settings.smtp_host and settings.mail_sender):
        yield (
            "smtp",
            "error",
            "有名单，没有 GRASSROOTS_SMTP_HOST 或 GRASSROOTS_MAIL_SENDER，邮件会一直排队 · mails wait for both",
        )


def _mail(settings: Settings) -> Iterator[Line]:
    """Whether the settings of the mail server can be meant; the server itself is not asked."""
    from pipeline.recipients import is_address

    if settings.mail_sender and not is_address(settings.mail_sender):
        yield "mail_sender", "error", "不是邮箱地址 · GRASSROOTS_MAIL_SENDER is not an address"
    if not settings.smtp_host:
        return
    if bool(settings.smtp_user) != bool(settings.smtp_password):
        yield "smtp", "error", "用户名和密码要一起设置 · user and password belong together"
    elif settings.smtp_security == "none" and settings.smtp_user:
        yield "smtp", "warning", "密码不加密传送，请用 starttls 或 tls · the password travels in the clear"
    elif settings.smtp_ca and not settings.smtp_ca.is_file():
        yield "smtp", "error", "GRASSROOTS_SMTP_CA 所指文件不存在 · that file does not exist"
    else:
        yield "smtp", "ok", f"{settings.smtp_host} ({settings.smtp_security})"
