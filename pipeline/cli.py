"""The command `grassroots`: every step of the way by hand.

Only click is imported here; a command imports its step when it is called, so `--help` and `status` start in half a
second. Exit codes: 0 every file accepted or already known and every check true; 1 something held, rejected or false;
2 wrong call.
"""

import sys
from collections.abc import Mapping

import click
from typing_extensions import override

from pipeline.steps.result import WrongCallError

# Command ► the module that holds it, in the order in which a newcomer meets them.
COMMANDS: Mapping[str, str] = {
    "run": "pipeline.cli_service",
    "init": "pipeline.cli_handing_in",
    "sample": "pipeline.cli_handing_in",
    "template": "pipeline.cli_handing_in",
    "intake": "pipeline.cli_handing_in",
    "submissions": "pipeline.cli_handing_in",
    "findings": "pipeline.cli_handing_in",
    "release": "pipeline.cli_handing_in",
    "withdraw": "pipeline.cli_handing_in",
    "seal": "pipeline.cli_building",
    "build": "pipeline.cli_building",
    "load": "pipeline.cli_building",
    "gate": "pipeline.cli_building",
    "publish": "pipeline.cli_building",
    "dashboards": "pipeline.cli_building",
    "report": "pipeline.cli_building",
    "deliver": "pipeline.cli_delivery",
    "deliveries": "pipeline.cli_delivery",
    "figures": "pipeline.cli_reading",
    "reconcile": "pipeline.cli_reading",
    "targets": "pipeline.cli_reading",
    "verify": "pipeline.cli_reading",
    "export": "pipeline.cli_reading",
    "status": "pipeline.cli_service",
    "doctor": "pipeline.cli_service",
    "serve": "pipeline.cli_service",
    "airflow": "pipeline.cli_service",
    "stop": "pipeline.cli_service",
}


class Commands(click.Group):
    """A group that imports the module of a command only when that command is asked for."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of COMMANDS, not of the alphabet: the order tells the way of the data."""
        return list(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now; None when there is no such command (click then answers with exit code 2)."""
        import importlib

        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(COMMANDS[cmd_name]), f"{cmd_name}_command")
        return command if isinstance(command, click.Command) else None


HELP = """基层工会治理数据流水线：台账进来，说得清的指标出去。

Grassroots: workbooks in, explainable figures out. Every command has examples under --help; every step of the main job
(`grassroots run`) is a command of its own.

\b
例 · examples:
  grassroots run                                        # 主任务 · the main job
  grassroots intake drop/440307013002/2022-03.xlsx      # 报送一份台账 · hand in one workbook
  grassroots figures --unit 440307 --period 2022 --format csv
"""


@click.group(
    cls=Commands, help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(package_name="grassroots", prog_name="grassroots")
def grassroots() -> None:
    """The group; what it says for itself is HELP."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code; the only place where errors become messages."""
    try:
        answer = grassroots.main(arguments, prog_name="grassroots", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        click.echo("已中断 · interrupted", err=True)
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except WrongCallError as error:
        click.echo(f"用法不对 · wrong call: {error}", err=True)
        return 2
    return answer if isinstance(answer, int) else 0


if __name__ == "__main__":
    sys.exit(main())
