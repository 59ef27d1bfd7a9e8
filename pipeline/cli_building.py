"""Commands between the log and the readers: seal, build, load, gate, publish, dashboards, report."""

import click

from pipeline.cli_answer import answer, form_option


@click.command("seal")
@form_option
def seal_command(form: str) -> int:
    """把新事件封存为 Parquet 段 · seal the new events of the log into a Parquet segment.

    \b
    例 · examples:
      grassroots seal
    """
    return answer("seal", form)


@click.command("build")
@click.option("--full-refresh", is_flag=True, help="从头重算 · build everything again from the first event")
@form_option
def build_command(full_refresh: bool, form: str) -> int:
    """用 dbt 从封存段计算全部指标 · compute every mart from the sealed segments with dbt.

    \b
    例 · examples:
      grassroots build
      grassroots build --full-refresh
    """
    return answer("build", form, full_refresh=full_refresh)


@click.command("load")
@form_option
def load_command(form: str) -> int:
    """把这一版指标装入候选区 · load the build into schema candidate.

    \b
    例 · examples:
      grassroots load
    """
    return answer("load", form)


@click.command("gate")
@form_option
def gate_command(form: str) -> int:
    """第二道关：候选版能否发布 · gate 2: may the candidate be published. Exit code 1 when it may not.

    \b
    例 · examples:
      grassroots gate
      grassroots gate --format json
    """
    return answer("gate", form)


@click.command("publish")
@form_option
def publish_command(form: str) -> int:
    """发布已过关的候选版，整版一次替换 · publish the build that passed, all of it in one transaction.

    \b
    例 · examples:
      grassroots publish
    """
    return answer("publish", form)


@click.command("dashboards")
@form_option
def dashboards_command(form: str) -> int:
    """把十张看板导入 Superset · import the ten dashboards into Superset.

    \b
    例 · examples:
      grassroots dashboards
    """
    return answer("dashboards", form)


@click.command("report")
@click.option(
    "--period", default=None, help="报告期：2022-03、2022-Q1、2022 · period; none = every edition that is due"
)
@click.option("--unit", default=None, help="区或街道代码 · code of the district (default) or of a street")
@click.option("--due-on", default=None, help="某日应出的各期 · every edition due on that day, e.g. 2022-04-05")
@click.option("--all-streets", is_flag=True, help="每个街道各一份 · one for each street")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", help="报告语言 · language of the report")
@form_option
def report_command(
    period: str | None, unit: str | None, due_on: str | None, all_streets: bool, language: str, form: str
) -> int:
    """出报告：HTML、PDF、DOCX、XLSX · write report editions in four formats.

    \b
    例 · examples:
      grassroots report --period 2022
      grassroots report --period 2022 --unit 440307003
      grassroots report --period 2022 --all-streets
      grassroots report --period 2022 --language en
      grassroots report
      grassroots report --due-on 2022-04-05
    """
    return answer("report", form, period=period, unit=unit, due_on=due_on, all_streets=all_streets, language=language)
