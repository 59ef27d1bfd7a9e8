"""A withheld report announces why, once for each period and reason; when it comes out, its recipients get it."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps import deliver, deliveries, status
from pipeline.withholding import notice_id
from tests.delivery.conftest import CLERK, LEADER, MAILS
from tests.delivery.mailbox import Mailbox
from tests.reports.published_year import note_build, note_publication, note_verdict

Refuse = Callable[[str, str], None]


@pytest.fixture
def refuse(published: Database) -> Refuse:
    """A newer build that gate 2 did not let through: (build, reason)."""

    def note(build_id: str, reason: str) -> None:
        note_build(published, build_id, "finished")
        note_verdict(published, build_id, False, reason)

    return note


def publish(database: Database, build_id: str) -> None:
    with database.engine("publisher").begin() as connection:
        for table in ("fct_indicator_value", "dim_org_unit"):
            connection.execute(sa.text(f"UPDATE published.{table} SET build_id = :build"), {"build": build_id})
    note_build(database, build_id, "finished")
    note_publication(database, build_id)


def notices(settings: Settings) -> list[dict[str, object]]:
    return [row for row in deliveries.run(settings).rows if row["what"] == "notice"]


def test_a_refused_build_is_announced_once_and_the_report_follows_when_it_is_out(
    settings: Settings, published: Database, mailbox: Mailbox, refuse: Refuse
):
    refuse("b2", "2 项指标超出可信范围")
    result = deliver.run(settings)
    assert not result.ok
    assert "2 项指标超出可信范围" in result.message
    assert {(row["recipient"], row["period"], row["unit_code"]) for row in notices(settings)} == MAILS
    assert len(mailbox.taken) == len(MAILS)
    for message in mailbox.messages:
        assert "暂缓" in str(message["Subject"])
        assert "本期报告暂缓，因为：发布检查未通过：2 项指标超出可信范围" in message.get_body(("plain",)).get_content()
        assert list(message.iter_attachments()) == []
    assert not deliver.run(settings).ok
    assert len(mailbox.taken) == len(MAILS), "the same reason is said once"
    publish(published, "b3")
    assert deliver.run(settings).ok
    assert len(mailbox.taken) == 2 * len(MAILS)
    assert "工作总结" in str(mailbox.to(LEADER)[-1]["Subject"])


def test_the_same_reason_with_other_numbers_is_not_news_another_reason_is(
    settings: Settings, mailbox: Mailbox, refuse: Refuse
):
    """The gate judges every hour; a count that changes must not fill the mailboxes."""
    for build, reason in (
        ("b2", "2 项指标超出可信范围"),
        ("b3", "13 项指标超出可信范围"),
        ("b4", "下级之和不等于上级"),
    ):
        refuse(build, reason)
        deliver.run(settings)
    assert len(mailbox.to(LEADER)) == 2
    assert (
        notice_id("2022", "440307", "2 项")
        != notice_id("2022", "440307013", "2 项")
        != notice_id("2021", "440307", "2 项")
    )


def test_what_a_broken_build_said_about_itself_stands_in_no_mail(
    settings: Settings, published: Database, mailbox: Mailbox
):
    """An error text can hold a value of a row; recipients only learn that the build did not succeed."""
    note_build(published, "b2", "failed", "Conversion Error: could not convert 'MARKVALUE'")
    deliver.run(settings)
    text = mailbox.to(LEADER)[0].get_body(("plain",)).get_content()
    assert "数据构建没有成功" in text
    assert "MARKVALUE" not in str(deliveries.run(settings).rows) + text


def test_a_gate_that_did_not_run_is_announced_without_its_error(
    settings: Settings, published: Database, mailbox: Mailbox, refuse: Refuse
):
    refuse("b2", "关卡未能运行（GateError: MARKVALUE）")
    with published.engine("owner").begin() as connection:
        connection.execute(sa.text("UPDATE ops.verdicts SET evaluated = 0"))
    deliver.run(settings)
    text = mailbox.to(LEADER)[0].get_body(("plain",)).get_content()
    assert "检查未能运行" in text
    assert "MARKVALUE" not in text


def test_a_build_that_waits_for_its_gate_is_nobodys_news_and_holds_the_report_back(
    settings: Settings, published: Database, mailbox: Mailbox
):
    note_build(published, "b2", "finished")
    assert not deliver.run(settings).ok
    assert mailbox.taken == []
    note_publication(published, "b2")
    with published.engine("publisher").begin() as connection:
        connection.execute(sa.text("UPDATE published.fct_indicator_value SET build_id = 'b2'"))
    assert deliver.run(settings).ok
    assert len(mailbox.taken) == len(MAILS)


JANUARY = (
    """INSERT INTO published.dim_period (period, grain, first_on, last_on, label_zh, label_en, previous_period)
    VALUES ('2023-01', 'month', '2023-01-01', '2023-01-31', '2023-01', '2023-01', '2022-12')""",
    """INSERT INTO published.fct_indicator_value (
        indicator_id, unit_code, period, reading, period_grain, first_on, unit_level, unit_name, value, is_suppressed,
        build_id)
    SELECT indicator_id, unit_code, '2023-01', reading, period_grain, '2023-01-01', unit_level, unit_name, value, false,
        build_id
    FROM published.fct_indicator_value WHERE period = '2022-12' AND unit_code = '440307'""",
)


def test_a_period_without_published_figures_is_announced_on_its_day_and_stays_due(
    settings: Settings, published: Database, mailbox: Mailbox
):
    """On 5 February 2023 January is due and nothing is published for it. The hourly runs after it still know, say
    nothing again, and do not fail each hour for what is known."""
    deliver.run(settings)
    sent = len(mailbox.taken)
    result = deliver.run(settings, due_on="2023-02-05")
    assert not result.ok
    assert {(row["recipient"], row["period"]) for row in notices(settings)} == {(CLERK, "2023-01")}
    assert deliver.run(settings).ok
    assert len(mailbox.taken) == sent + 1
    assert [row["item"] for row in status.run(settings).rows if row["topic"] == "withheld"] == ["2023-01 440307"]
    with published.engine("publisher").begin() as connection:
        for statement in JANUARY:
            connection.execute(sa.text(statement))
    assert deliver.run(settings).ok
    assert "2023年1月" in str(mailbox.to(CLERK)[-1]["Subject"])
    assert [row for row in status.run(settings).rows if row["topic"] == "withheld"] == []


def test_a_publication_from_before_the_period_was_over_is_too_old_for_its_report(
    settings: Settings, published: Database, mailbox: Mailbox
):
    with published.engine("owner").begin() as connection:
        connection.execute(sa.text("UPDATE ops.publications SET published_at = '2022-12-31 12:00+08'"))
    assert not deliver.run(settings, due_on="2023-01-05").ok
    assert "早于本期结束" in mailbox.to(LEADER)[0].get_body(("plain",)).get_content()
    with published.engine("owner").begin() as connection:
        connection.execute(sa.text("UPDATE ops.publications SET published_at = '2023-01-01 00:00+08'"))
    assert deliver.run(settings, due_on="2023-01-05").ok
    assert len(mailbox.to(LEADER)) == 2


def test_a_notice_that_could_not_go_out_in_time_is_not_sent_after_the_report(
    settings: Settings, published: Database, mailbox: Mailbox, refuse: Refuse
):
    """The server was busy while the report was withheld; now it is out, and the old notice would only confuse."""
    mailbox.at_recipient = {LEADER: "450 later"}
    refuse("b2", "下级之和不等于上级")
    deliver.run(settings)
    mailbox.at_recipient = {}
    publish(published, "b3")
    assert deliver.run(settings).ok
    (message,) = mailbox.to(LEADER)
    assert "暂缓" not in str(message["Subject"])


def test_a_past_period_is_delivered_once_however_often_its_run_is_repeated(settings: Settings, mailbox: Mailbox):
    """What a back-fill of the 5th of April 2022 does."""
    for _ in range(2):
        assert deliver.run(settings, due_on="2022-04-05").ok
    assert [row["period"] for row in deliveries.run(settings).rows] == ["2022-03"]
    (message,) = mailbox.to(CLERK)
    assert "2022年3月" in str(message["Subject"])
