"""Commands about the whole: the main job, the state of things, the services."""

from typing import TYPE_CHECKING

import click

from pipeline.cli_answer import answer, form_option, guarded

if TYPE_CHECKING:
    from pipeline.settings import Settings


@click.command("run")
@click.option("--force", is_flag=True, help="没有新内容也照跑 · run the DAGs even when nothing is new")
@click.option(
    "--scale",
    type=click.Choice(["full", "small"]),
    default="full",
    show_default=True,
    help="样本年的规模 · size of the sample year, where one is written",
)
def run_command(force: bool, scale: str) -> int:
    """主任务：收件箱 → 报告，全程在 Airflow 里跑 · the main job: from the drop folder to the report.

    In an empty data folder it writes the sample year first. With nothing new it says so in seconds.

    \b
    例 · examples:
      grassroots run
      grassroots run --force
    """
    from pipeline.run import run

    return guarded("run", lambda settings: run(settings, show=click.echo, force=force, scale=scale))


@click.command("status")
@click.option("--why-held", is_flag=True, help="逐件说明为何扣留 · say of each held hand-in why")
@form_option
def status_command(why_held: bool, form: str) -> int:
    """现在是什么状态：报送、事件、发布、为何没发布 · what stands where, and why a build was withheld.

    \b
    例 · examples:
      grassroots status
      grassroots status --why-held
      grassroots status --format json
    """
    return answer("status", form, why_held=why_held)


@click.command("doctor")
@form_option
def doctor_command(form: str) -> int:
    """体检：环境、数据库、磁盘、字体、权限 · check environments, database, disk, fonts, permissions.

    \b
    例 · examples:
      grassroots doctor
    """
    return answer("doctor", form)


@click.command("serve")
@click.option("--airflow-port", type=int, default=8080, show_default=True, help="Airflow 端口 · port")
@click.option("--superset-port", type=int, default=8088, show_default=True, help="Superset 端口 · port")
def serve_command(airflow_port: int, superset_port: int) -> int:
    """打开 Airflow 与 Superset 页面，Ctrl-C 全部停止 · open both pages on localhost; Ctrl-C stops all.

    \b
    例 · examples:
      grassroots serve
      grassroots serve --superset-port 9088
    """
    from pipeline.serving import serve

    return guarded("serve", lambda settings: serve(settings, click.echo, airflow_port, superset_port))


@click.command("airflow", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED)
def airflow_command(words: tuple[str, ...]) -> int:
    """Airflow 自己的命令行，用本数据目录的设置 · Airflow's own command line with the settings of this data folder.

    \b
    例 · examples:
      grassroots airflow dags list
      grassroots airflow backfill create --dag-id reports --from-date 2022-02-01 --to-date 2023-01-31
    """

    def call(settings: "Settings") -> bool:
        from pipeline import airflow_service
        from pipeline.database import Database

        return airflow_service.call(settings, Database.open(settings), words)

    return guarded("airflow", call)


@click.command("stop")
def stop_command() -> int:
    """停止页面服务与内置数据库 · stop the pages and the embedded database.

    \b
    例 · examples:
      grassroots stop
    """
    from pipeline.serving import stop

    return guarded("stop", lambda settings: stop(settings, click.echo))
