"""Commands of delivery: mail what is due, read the ledger."""

import click

from pipeline.cli_answer import answer, form_option


@click.command("deliver")
@click.option("--edition", default=None, help="只寄这一份，失败过的再试 · this edition only; failures are tried again")
@click.option(
    "--due-on", default=None, help="某日应寄的各期 · what was due on that day, e.g. 2022-04-05 (default: now)"
)
@click.option("--dry-run", is_flag=True, help="只列出将寄什么 · list what would be sent; nothing is sent or noted")
@form_option
def deliver_command(edition: str | None, due_on: str | None, dry_run: bool, form: str) -> int:
    """把到期的报告寄给名单上的收件人，每份只寄一次 · mail the due editions to the listed recipients, each once.

    Exit code 1 when a mail waits, failed or was refused, or a report is withheld; the next run goes on with what waits.
    Recipients and mail server: docs/handbook/delivery.md.

    \b
    例 · examples:
      grassroots deliver
      grassroots deliver --dry-run
      grassroots deliver --due-on 2022-04-05
      grassroots deliver --edition monthly-2022-03-440307-0123456789ab
    """
    return answer("deliver", form, edition=edition, due_on=due_on, dry_run=dry_run)


@click.command("deliveries")
@click.option(
    "--state",
    type=click.Choice(["queued", "sent", "failed", "refused"]),
    default=None,
    help="只列这一状态 · only rows in this state",
)
@form_option
def deliveries_command(state: str | None, form: str) -> int:
    """投递台账：每份报告、每个收件人一行 · the ledger: a row for each edition and recipient.

    \b
    例 · examples:
      grassroots deliveries
      grassroots deliveries --state queued
      grassroots deliveries --format csv
    """
    return answer("deliveries", form, state=state)
