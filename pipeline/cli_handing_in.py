"""Commands on the way in: registry, sample year, templates, hand-ins and what came of them."""

from pathlib import Path

import click

from pipeline.cli_answer import answer, form_option

STATES = (
    "received", "accepted", "accepted_with_findings", "held", "rejected", "superseded", "withdrawn",
    "missing", "waived",
)  # fmt: skip
"""States of a hand-in; with --missing the last two, of what is owed."""


@click.command("init")
@form_option
def init_command(form: str) -> int:
    """建立数据库并登记全区报送单位 · make the database and register the reporting units.

    Safe to repeat: units that are known are not appended again.

    \b
    例 · examples:
      grassroots init
    """
    return answer("init", form)


@click.command("sample")
@click.option("--year", type=int, default=2022, show_default=True, help="样本年份 · year of the sample")
@click.option("--seed", type=int, default=1, show_default=True, help="随机种子 · same seed, same bytes")
@click.option(
    "--scale",
    type=click.Choice(["full", "small"]),
    default="full",
    show_default=True,
    help="全区或几个单位 · the whole district, or a handful of units",
)
@form_option
def sample_command(year: int, seed: int, scale: str, form: str) -> int:
    """生成一整年的样本台账，放进收件箱 · write a sample year of workbooks into the drop folder.

    One .xlsx a unit and month, byte-equal for the same seed. Invented units' data, no real person.

    \b
    例 · examples:
      grassroots sample
      grassroots sample --year 2022 --seed 7 --scale small
    """
    return answer("sample", form, year=year, seed=seed, scale=scale)


@click.command("template")
@click.option("--unit", required=True, help="单位代码 · unit code, e.g. 440307013002")
@click.option("--period", required=True, help="报告期 · period, e.g. 2022-03")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="输出文件夹 · folder to write to")
@click.option(
    "--workbook",
    type=click.Choice(["monthly", "special"]),
    default="monthly",
    show_default=True,
    help="月报或专项 · the monthly workbook, or the special one",
)
@form_option
def template_command(unit: str, period: str, out: Path | None, workbook: str, form: str) -> int:
    """生成该单位当月的空白台账 · write the workbook that this unit fills in for the month.

    \b
    例 · examples:
      grassroots template --unit 440307013002 --period 2022-03
      grassroots template --unit 440307 --period 2022-03 --out /tmp
      grassroots template --unit 440307003 --period 2022-06 --workbook special
    """
    return answer("template", form, unit=unit, period=period, out=out, workbook=workbook)


@click.command("intake")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--as", "sender", default=None, help="报送单位代码 · code of the sending unit (default: the drop folder's name)"
)
@form_option
def intake_command(paths: tuple[Path, ...], sender: str | None, form: str) -> int:
    """接收台账：核对、入账、给回执 · take in files: check, append, give a receipt.

    Without PATHS everything that waits in the drop folder. xlsx, csv and ndjson. One row a file: receipt number, state,
    counts. Exit code 1 when a file is held or rejected; `grassroots findings` says which cells are wrong.

    \b
    例 · examples:
      grassroots intake
      grassroots intake --as 440307013002 三月台账.xlsx
      grassroots intake --format csv > receipts.csv
    """
    return answer("intake", form, paths=paths, sender=sender)


@click.command("submissions")
@click.option("--unit", default=None, help="单位代码 · unit code")
@click.option("--period", default=None, help="报告期 · period, e.g. 2022-03")
@click.option("--state", type=click.Choice(STATES), default=None, help="状态 · state")
@click.option("--missing", is_flag=True, help="未报和已豁免的应报 · what is owed and has not come, and what is waived")
@form_option
def submissions_command(unit: str | None, period: str | None, state: str | None, missing: bool, form: str) -> int:
    """列出报送及其状态 · list hand-ins and their state.

    \b
    例 · examples:
      grassroots submissions --state held
      grassroots submissions --unit 440307013002 --period 2022-03 --format json
      grassroots submissions --missing --period 2022-03
    """
    return answer("submissions", form, unit=unit, period=period, state=state, missing=missing)


@click.command("findings")
@click.option("--unit", default=None, help="单位代码 · unit code")
@click.option("--period", default=None, help="报告期 · period, e.g. 2022-03")
@click.option("--code", default=None, help="问题代码 · code of the finding")
@click.option("--severity", type=click.Choice(["error", "warning", "info"]), default=None, help="严重程度 · severity")
@click.option("--rule", default=None, help="规则代码，或 all：已发布的规则不符 · breaches of a rule, or of all")
@form_option
def findings_command(
    unit: str | None, period: str | None, code: str | None, severity: str | None, rule: str | None, form: str
) -> int:
    """列出核对问题：哪个格、怎么改；或规则的不符：缺什么、怎么办 · list findings: which cell is wrong and what to do.

    With --rule the breaches of a rule in the published build (docs/handbook/rules.md).

    \b
    例 · examples:
      grassroots findings --unit 440307013002 --period 2022-03
      grassroots findings --severity error --format csv
      grassroots findings --rule weekly_321
    """
    return answer("findings", form, unit=unit, period=period, code=code, severity=severity, rule=rule)


@click.command("release")
@click.argument("receipt")
@click.option("--by", required=True, help="放行人岗位，不得是报送单位 · role account, never the sender")
@click.option("--reason", default=None, help="理由 · reason")
@form_option
def release_command(receipt: str, by: str, reason: str | None, form: str) -> int:
    """放行一份被扣留的报送 · release a held hand-in; releasing is itself an event.

    \b
    例 · examples:
      grassroots release 202212-440307016017-9dd077f2 --by district-reviewer --reason "已电话核实"
    """
    return answer("release", form, receipt=receipt, by=by, reason=reason)


@click.command("withdraw")
@click.argument("receipt")
@click.option("--by", required=True, help="撤回人岗位或报送单位代码 · role account or the sending unit")
@form_option
def withdraw_command(receipt: str, by: str, form: str) -> int:
    """撤回一份报送，其事项一并撤销 · take a hand-in back, its facts are retracted.

    \b
    例 · examples:
      grassroots withdraw 202203-440307015001-1a2b3c4d --by 440307015001
    """
    return answer("withdraw", form, receipt=receipt, by=by)
