"""Each edition reaches each mailbox of its scope once: over second runs, runs at once, crashes, 4xx, 5xx, hang-ups."""

import dataclasses
import hashlib
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.database import Database
from pipeline.ledger import Item, enqueue
from pipeline.settings import Settings
from pipeline.steps import deliver, deliveries
from pipeline.steps.result import WrongCallError
from reports.edition import Edition, canonical, load
from tests.delivery.conftest import CLERK, DISTRICT, LEADER, LIST, MAILS, OTHER_OFFICE, STREET, STREET_OFFICE
from tests.delivery.mailbox import Mailbox, free_port

GRASSROOTS = Path(sys.executable).parent / "grassroots"


def rows(settings: Settings, state: str | None = None) -> list[dict[str, object]]:
    return deliveries.run(settings, state=state).rows


def keys(settings: Settings) -> set[tuple[object, object, object]]:
    return {(row["recipient"], row["period"], row["unit_code"]) for row in rows(settings)}


def variables(settings: Settings) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRASSROOTS_")}
    return {
        **kept,
        "GRASSROOTS_HOME": str(settings.home),
        "GRASSROOTS_DATABASE_URL": str(settings.database_url),
        "GRASSROOTS_SMTP_HOST": "127.0.0.1",
        "GRASSROOTS_SMTP_PORT": str(settings.smtp_port),
        "GRASSROOTS_SMTP_SECURITY": "none",
        "GRASSROOTS_MAIL_SENDER": "reports@union.example",
        "GRASSROOTS_MAIL_DOMAINS": "union.example,street.example",
    }


def grassroots(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [GRASSROOTS, *words], env=variables(settings), cwd=settings.home, capture_output=True, text=True, check=False
    )


def test_each_mailbox_gets_the_due_editions_of_its_unit_and_kind_and_no_other(settings: Settings, mailbox: Mailbox):
    """A street's office gets its own street's edition, the district's leader the year only; the ledger has it all."""
    result = deliver.run(settings)
    assert result.ok, result.message
    assert keys(settings) == MAILS
    assert len(mailbox.taken) == len(MAILS)
    for row in rows(settings):
        assert (row["state"], row["attempts"], row["last_error"]) == ("sent", 1, None)
        mine = [str(message["Message-ID"]) for message in mailbox.to(str(row["recipient"]))]
        assert mine.count(str(row["message_id"])) == 1
    assert "龙岗区" in str(mailbox.to(LEADER)[0]["Subject"])


def test_a_second_run_sends_nothing(settings: Settings, mailbox: Mailbox):
    deliver.run(settings)
    before = rows(settings)
    result = deliver.run(settings)
    assert result.ok
    assert result.rows == []
    assert len(mailbox.taken) == len(MAILS)
    assert rows(settings) == before


def test_two_runs_at_once_send_each_mail_once(settings: Settings, mailbox: Mailbox):
    """The server is slow, so that both runs would find the same rows waiting."""
    mailbox.slow = 0.05
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: deliver.run(settings), range(4)))
    assert all(result.ok for result in results)
    assert len(mailbox.taken) == len(MAILS)
    assert {row["attempts"] for row in rows(settings)} == {1}


def test_a_crash_between_the_servers_250_and_our_commit_repeats_the_same_message(settings: Settings, mailbox: Mailbox):
    """The server takes the first mail and the client is killed before it reads the answer. The next run sends the rest,
    and that one mail again: the same bytes under the same Message-ID."""
    process = subprocess.Popen([GRASSROOTS, "deliver"], env=variables(settings), cwd=settings.home)
    mailbox.kill = lambda: process.pid
    assert process.wait(120) == -9
    mailbox.kill = None
    assert len(mailbox.taken) == 1
    assert len(rows(settings, "queued")) == len(MAILS)
    assert sorted(int(str(row["attempts"])) for row in rows(settings)) == [0] * (len(MAILS) - 1) + [1]
    assert deliver.run(settings).ok
    assert len(mailbox.taken) == len(MAILS) + 1
    (address, first), *rest = mailbox.taken
    assert [content for to, content in rest if to == address].count(first) == 1
    assert len({message["Message-ID"] for message in mailbox.messages}) == len(MAILS)


def test_4xx_keeps_the_row_and_the_next_run_sends_it(settings: Settings, mailbox: Mailbox):
    mailbox.at_recipient = {LEADER: "450 mailbox busy, later"}
    mailbox.after = {STREET_OFFICE: "451 later"}
    result = deliver.run(settings)
    assert not result.ok
    waiting = {row["recipient"]: row for row in rows(settings, "queued")}
    assert set(waiting) == {LEADER, STREET_OFFICE}
    assert "450 mailbox busy" in str(waiting[LEADER]["last_error"])
    mailbox.at_recipient, mailbox.after = {}, {}
    assert deliver.run(settings).ok
    assert len(mailbox.taken) == len(MAILS)
    after = {row["recipient"]: row for row in rows(settings)}
    assert {(after[who]["state"], after[who]["attempts"]) for who in waiting} == {("sent", 2)}
    assert after[LEADER]["message_id"] == waiting[LEADER]["message_id"]


def test_5xx_is_failed_with_the_servers_sentence_and_only_a_person_tries_again(settings: Settings, mailbox: Mailbox):
    mailbox.at_recipient = {LEADER: "550 no such mailbox here"}
    assert not deliver.run(settings).ok
    (failed,) = rows(settings, "failed")
    assert (failed["recipient"], failed["last_error"]) == (LEADER, "550 no such mailbox here")
    mailbox.at_recipient = {}
    assert deliver.run(settings).rows == []
    assert deliver.run(settings, edition=str(failed["edition_id"])).ok
    (message,) = mailbox.to(LEADER)
    assert message["Message-ID"] == failed["message_id"]
    assert len(mailbox.to(CLERK)) == 2, "what was sent stays sent"


def test_a_hang_up_costs_one_mail_a_retry_and_the_others_nothing(settings: Settings, mailbox: Mailbox):
    mailbox.after = {STREET_OFFICE: "hang up"}
    assert not deliver.run(settings).ok
    assert len(mailbox.taken) == len(MAILS) - 1
    (waiting,) = rows(settings, "queued")
    assert waiting["recipient"] == STREET_OFFICE
    mailbox.after = {}
    assert deliver.run(settings).ok
    assert len(mailbox.taken) == len(MAILS)


def test_a_server_that_is_down_loses_nothing_and_the_next_run_goes_on(settings: Settings, mailbox: Mailbox):
    """Exit code 1; every row is kept with what was wrong and the attempt counted."""
    down = settings.model_copy(update={"smtp_port": free_port()})
    answer = grassroots(down, "deliver")
    assert answer.returncode == 1, answer.stderr
    found = rows(settings)
    assert len(found) == len(MAILS)
    assert {(row["state"], row["attempts"]) for row in found} == {("queued", 1)}
    assert all("邮件服务器" in str(row["last_error"]) for row in found)
    answer = grassroots(settings, "deliver", "--format", "csv")
    assert answer.returncode == 0, answer.stderr
    assert len(mailbox.taken) == len(MAILS)
    assert "queued" not in grassroots(settings, "deliveries", "--format", "csv").stdout.splitlines()[1:]


def test_without_a_server_mails_wait(settings: Settings, mailbox: Mailbox):
    unset = settings.model_copy(update={"smtp_host": None})
    assert not deliver.run(unset).ok
    assert {(row["state"], row["attempts"]) for row in rows(settings)} == {("queued", 0)}
    assert deliver.run(settings).ok
    assert len(mailbox.taken) == len(MAILS)


def test_without_a_list_nothing_is_to_be_delivered(settings: Settings, mailbox: Mailbox):
    """The pipeline works without mail; a list that is named and missing is an error."""
    settings.recipients_file.unlink()
    assert deliver.run(settings).ok
    named = settings.model_copy(update={"recipients": settings.home / "other.yaml"})
    assert not deliver.run(named).ok
    assert mailbox.taken == []


def test_who_leaves_the_list_gets_nothing_that_still_waited(settings: Settings, mailbox: Mailbox):
    mailbox.at_recipient = {LEADER: "450 later"}
    deliver.run(settings)
    mailbox.at_recipient = {}
    settings.recipients_file.write_text(LIST.replace(LEADER, "new@union.example"), encoding="utf-8")
    assert not deliver.run(settings).ok
    assert mailbox.to(LEADER) == []
    assert len(mailbox.to("new@union.example")) == 1
    (refused,) = rows(settings, "refused")
    assert "名单" in str(refused["last_error"])


def test_a_dry_run_lists_and_changes_nothing(settings: Settings, mailbox: Mailbox):
    result = deliver.run(settings, dry_run=True)
    assert result.ok
    assert {(row["recipient"], row["period"], row["unit_code"]) for row in result.rows} == MAILS
    assert rows(settings) == []
    assert mailbox.taken == []


def test_an_unknown_edition_or_day_is_a_wrong_call(settings: Settings):
    for options in ({"edition": "yearly-2022-440307-000000000000"}, {"due_on": "5 April"}):
        with pytest.raises(WrongCallError):
            deliver.run(settings, **options)


def test_a_named_edition_too_reaches_only_the_mailboxes_of_its_unit_and_kind(settings: Settings, mailbox: Mailbox):
    """A person's word opens no other street's report; a dry run says so beforehand."""
    planned = deliver.run(settings, edition=edition_of(settings, STREET), dry_run=True).rows
    assert [row["recipient"] for row in planned] == [STREET_OFFICE]
    assert mailbox.taken == []
    result = deliver.run(settings, edition=edition_of(settings, STREET))
    assert result.ok
    assert [address for address, _ in mailbox.taken] == [STREET_OFFICE]
    deliver.run(settings, edition=edition_of(settings, DISTRICT))
    assert sorted(address for address, _ in mailbox.taken) == sorted([STREET_OFFICE, LEADER, CLERK])


def test_a_row_that_should_not_be_in_the_ledger_is_refused_when_it_is_sent(settings: Settings, mailbox: Mailbox):
    """Whatever put it there: the district's edition never leaves for a street's office."""
    database = Database(str(settings.database_url))
    item = Item(
        edition_of(settings, DISTRICT), STREET_OFFICE, "edition", "yearly", STREET, "2022", None, "<x@union.example>"
    )  # fmt: skip
    with database.engine("publisher").connect() as connection:
        enqueue(connection, item)
    deliver.run(settings)
    assert [row["recipient"] for row in rows(settings, "refused")] == [STREET_OFFICE]
    assert all("龙岗区总工会" not in str(message["Subject"]) for message in mailbox.to(STREET_OFFICE))


def edition_of(settings: Settings, unit: str) -> str:
    """The yearly edition of a unit."""
    statement = "SELECT edition_id FROM ops.editions WHERE unit_code = :unit AND kind = 'yearly'"
    with Database(str(settings.database_url)).engine("publisher").connect() as connection:
        return str(connection.scalar(sa.text(statement), {"unit": unit}))


def test_what_goes_to_whom_under_which_id_can_never_be_changed(settings: Settings, published: Database):
    """The publisher may add rows and note how sending went; nobody deletes one; nobody else reads addresses."""
    deliver.run(settings)
    for role, statement in (
        ("publisher", "DELETE FROM ops.deliveries"),
        ("publisher", "UPDATE ops.deliveries SET message_id = 'x'"),
        ("publisher", "UPDATE ops.deliveries SET recipient = 'x'"),
        ("builder", "UPDATE ops.deliveries SET state = 'sent'"),
        ("reader", "SELECT 1 FROM ops.deliveries"),
        ("gate", "SELECT 1 FROM ops.deliveries"),
        ("writer", "SELECT 1 FROM ops.deliveries"),
    ):
        with published.engine(role).connect() as connection, pytest.raises(sa.exc.ProgrammingError, match="denied"):
            connection.execute(sa.text(statement))


def test_a_late_edition_of_a_period_goes_out_only_when_a_person_names_it(
    settings: Settings, mailbox: Mailbox, published: Database
):
    """Late hand-ins make another edition; the mailbox that has the first one is not mailed again by itself."""
    from pipeline.steps import report
    from tests.reports.published_year import note_build, note_publication

    deliver.run(settings)
    with published.engine("publisher").begin() as connection:
        connection.execute(sa.text("UPDATE published.fct_indicator_value SET value = value + 1, build_id = 'later'"))
    note_build(published, "later", "finished")
    note_publication(published, "later")
    assert deliver.run(settings).rows == []
    later = str(report.run(settings, period="2022").rows[0]["edition_id"])
    assert deliver.run(settings, edition=later).ok
    assert len(mailbox.to(LEADER)) == 2
    assert len({message["Message-ID"] for message in mailbox.to(LEADER)}) == 2


def test_a_named_edition_leaves_what_else_waits_where_it_is(settings: Settings, mailbox: Mailbox):
    """`--edition` says this edition only; other mails that wait since an outage are not its business."""
    off = settings.model_copy(update={"smtp_host": None})
    deliver.run(off)
    waiting = len(rows(settings, "queued"))
    assert waiting == len(MAILS)
    named = edition_of(settings, STREET)
    assert [row["edition_id"] for row in deliver.run(settings, edition=named, dry_run=True).rows] == [named]
    assert deliver.run(settings, edition=named).ok
    assert [address for address, _ in mailbox.taken] == [STREET_OFFICE]
    assert len(rows(settings, "queued")) == waiting - 1


def test_an_edition_that_was_altered_holds_up_nobody_elses_mail(settings: Settings, mailbox: Mailbox):
    """The others go out; the run says what is wrong and is not ok."""
    database = Database(str(settings.database_url))
    with database.engine("owner").begin() as connection:
        connection.execute(
            sa.text("UPDATE ops.editions SET sha256 = repeat('0', 64) WHERE edition_id = :edition"),
            {"edition": edition_of(settings, STREET)},
        )
    result = deliver.run(settings)
    assert not result.ok
    assert "已被改动" in result.message
    assert sorted({address for address, _ in mailbox.taken}) == sorted([LEADER, CLERK, OTHER_OFFICE])


def test_an_error_of_ours_is_never_booked_as_a_refusal(settings: Settings, mailbox: Mailbox, published: Database):
    """A mail that cannot be written for a reason that nobody foresaw stays queued with a sentence that says whose fault
    it is and which edition; the trace is in the log, the others go out, exit code 1, and a later run sends it."""
    deliver.run(settings.model_copy(update={"smtp_host": None}))
    kept = without_hand_ins(published, edition_of(settings, STREET))
    answer = grassroots(settings, "deliver")
    assert answer.returncode == 1
    (waiting,) = rows(settings, "queued")
    said = str(waiting["last_error"])
    assert said.startswith("本系统出错")
    assert all(word in said for word in ("a defect of ours", edition_of(settings, STREET), "KeyError 'handins'"))
    assert said in answer.stderr
    assert (waiting["recipient"], waiting["attempts"]) == (STREET_OFFICE, 0)
    trace = (settings.home / "logs" / "errors.log").read_text(encoding="utf-8")
    assert "Traceback" in trace
    assert edition_of(settings, STREET) in trace
    assert len(mailbox.taken) == len(MAILS) - 1
    restore(published, kept)
    assert deliver.run(settings).ok
    assert len(mailbox.to(STREET_OFFICE)) == 1


def test_an_error_of_ours_in_making_one_edition_holds_up_nobody_elses_mail(settings: Settings, mailbox: Mailbox):
    """A file lies where the folder of an edition belongs: the others go out, the run says what is wrong."""
    ours = settings.home / "ours"
    shutil.copytree(settings.editions, ours)
    settings.editions.unlink()
    ours.rename(settings.editions)
    broken = settings.editions / edition_of(settings, STREET)
    shutil.rmtree(broken)
    broken.write_text("", encoding="utf-8")
    result = deliver.run(settings)
    assert not result.ok
    assert all(word in result.message for word in ("本系统出错", f"2022 {STREET}", "NotADirectoryError"))
    assert sorted({address for address, _ in mailbox.taken}) == sorted([LEADER, CLERK, OTHER_OFFICE])
    broken.unlink()
    assert deliver.run(settings).ok
    assert len(mailbox.to(STREET_OFFICE)) == 1


def test_a_lost_edition_is_refused_by_its_name(settings: Settings, mailbox: Mailbox):
    """Its row stays in the ledger with a sentence, not with a bare key."""
    item = Item("yearly-2022-lost", STREET_OFFICE, "edition", "yearly", STREET, "2022", None, "<x@union.example>")
    with Database(str(settings.database_url)).engine("publisher").connect() as connection:
        enqueue(connection, item)
    assert not deliver.run(settings).ok
    (refused,) = rows(settings, "refused")
    assert refused["last_error"] == "没有编号为 yearly-2022-lost 的报告 · there is no edition yearly-2022-lost"


def without_hand_ins(database: Database, edition_id: str) -> Edition:
    """Store an edition as an older program might have: its hash is right and a part is not there; returns the whole."""
    with database.engine("owner").connect() as connection:
        whole = load(connection, edition_id)
    figures = {name: part for name, part in whole.figures.items() if name != "handins"}
    less = dataclasses.replace(whole, figures=figures)
    restore(database, dataclasses.replace(less, sha256=hashlib.sha256(canonical(less)).hexdigest()))
    return whole


def restore(database: Database, edition: Edition) -> None:
    statement = sa.text("UPDATE ops.editions SET figures = :figures, sha256 = :sha256 WHERE edition_id = :edition_id")
    values = {"edition_id": edition.edition_id, "sha256": edition.sha256, "figures": json.dumps(edition.figures)}
    with database.engine("owner").begin() as connection:
        connection.execute(statement, values)
