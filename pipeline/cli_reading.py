"""Commands that read: figures, reconciliation, targets, verification of the log, exports."""

from pathlib import Path

import click

from pipeline.cli_answer import answer, form_option


@click.command("figures")
@click.option("--unit", required=True, help="单位代码：区、街道、社区 · unit code: district, street, community")
@click.option("--period", required=True, help="报告期：2022-03、2022-Q1、2022 · period")
@click.option(
    "--reading",
    type=click.Choice(["as_was", "today"]),
    default="as_was",
    show_default=True,
    help="按当时或现今的归属 · by the map of then, or today's",
)
@form_option
def figures_command(unit: str, period: str, reading: str, form: str) -> int:
    """列出已发布的指标：值、分子、分母、目标 · list published figures with what they are made of.

    \b
    例 · examples:
      grassroots figures --unit 440307 --period 2022 --format csv
      grassroots figures --unit 440307013 --period 2022-03
    """
    return answer("figures", form, unit=unit, period=period, reading=reading)


@click.command("reconcile")
@click.option("--period", required=True, help="公布年份 · year of the publication, e.g. 2022")
@form_option
def reconcile_command(period: str, form: str) -> int:
    """与公布的数字核对 · compare with the published figures. Exit code 1 when one lies outside its range.

    \b
    例 · examples:
      grassroots reconcile --period 2022 --format csv
    """
    return answer("reconcile", form, period=period)


@click.command("targets")
@click.option("--year", required=True, help="计划年度 · year of the plan, e.g. 2023")
@click.option("--unit", default=None, help="单位代码；不写为全区 · unit code; the district when left out")
@form_option
def targets_command(year: str, unit: str | None, form: str) -> int:
    """列出计划的全部目标：依据、目标值、现值、状态 · list every target of the plan, its basis, level, value and state.

    \b
    例 · examples:
      grassroots targets --year 2023 --format csv
      grassroots targets --year 2023 --unit 440307013
    """
    return answer("targets", form, year=year, unit=unit)


@click.command("verify")
@click.option(
    "--export", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=None, help="导出文件 · an export"
)
@form_option
def verify_command(export: Path | None, form: str) -> int:
    """验证事件链：有没有被改过一个字节 · verify the hash chain of the log, in place or of an export.

    \b
    例 · examples:
      grassroots verify
      grassroots export --out log.txt && python -m ingestion.log.verifier log.txt
    """
    return answer("verify", form, export=export)


@click.command("export")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="文件或文件夹 · file (log) or folder (marts)"
)
@click.option(
    "--what",
    type=click.Choice(["log", "marts"]),
    default="log",
    show_default=True,
    help="事件链或指标表 · log or marts",
)
@form_option
def export_command(out: Path, what: str, form: str) -> int:
    """导出事件链（可离线验证）或指标表 · export the log, to be verified anywhere, or the published marts.

    \b
    例 · examples:
      grassroots export --out log.txt
      grassroots export --what marts --out marts/
    """
    return answer("export", form, out=out, what=what)
