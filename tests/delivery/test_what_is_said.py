"""`status` says what is undelivered and why; `doctor` says whether the settings and the list can be meant."""

import json
from pathlib import Path

import pytest

from pipeline import fingerprint, state
from pipeline.database import Database
from pipeline.run import run
from pipeline.settings import Settings
from pipeline.steps import deliver, doctor, status
from tests.delivery.conftest import LEADER, LIST, MAILS
from tests.delivery.mailbox import Mailbox


def topics(settings: Settings, topic: str) -> dict[str, str]:
    return {str(row["item"]): str(row["value"]) for row in status.run(settings).rows if row["topic"] == topic}


def says(settings: Settings, check: str) -> list[tuple[str, str]]:
    return [(str(row["state"]), str(row["says"])) for row in doctor.run(settings).rows if row["check"] == check]


def test_status_names_each_undelivered_mail_with_the_reason(settings: Settings, mailbox: Mailbox):
    mailbox.at_recipient = {LEADER: "550 no such mailbox here"}
    deliver.run(settings)
    assert topics(settings, "deliveries") == {"failed": "1", "sent": str(len(MAILS) - 1)}
    ((item, why),) = topics(settings, "undelivered").items()
    assert LEADER in item
    assert "550 no such mailbox here" in why


def test_status_says_nothing_when_all_is_delivered(settings: Settings, mailbox: Mailbox):
    deliver.run(settings)
    assert topics(settings, "undelivered") == {}


def test_doctor_finds_good_settings_good(settings: Settings):
    assert [state for check in ("recipients", "smtp") for state, _ in says(settings, check)] == ["ok", "ok"]


def test_without_a_list_delivery_is_off_and_that_is_no_error(tmp_path: Path):
    ((state, _),) = says(Settings(home=tmp_path, _env_file=None), "recipients")
    assert state == "ok"


def test_doctor_names_each_fault_of_the_list_with_its_line(settings: Settings):
    settings.recipients_file.write_text(LIST.replace(LEADER, "x@elsewhere.example"), encoding="utf-8")
    ((state, sentence),) = says(settings, "recipients")
    assert state == "error"
    assert "line 3" in sentence
    assert "x@elsewhere.example" in sentence


@pytest.mark.parametrize(
    ("changed", "check", "state"),
    [
        ({"smtp_host": None}, "smtp", "error"),
        ({"mail_sender": None}, "smtp", "error"),
        ({"smtp_user": "user"}, "smtp", "error"),
        ({"smtp_user": "user", "smtp_password": "secret"}, "smtp", "warning"),
        ({"mail_sender": "Reports <r@union.example>"}, "mail_sender", "error"),
        ({"smtp_ca": "nowhere.pem"}, "smtp", "error"),
    ],
)
def test_doctor_finds_settings_that_cannot_be_meant(
    settings: Settings, changed: dict[str, object], check: str, state: str
):
    kept = settings.model_dump() | changed
    assert says(Settings(**kept, _env_file=None), check)[0][0] == state


def test_the_main_job_with_nothing_new_still_goes_on_with_what_waits(
    settings: Settings, published: Database, mailbox: Mailbox
):
    """A server that was down an hour ago is no news to the fingerprint; its mails go out all the same."""
    mailbox.at_recipient = {LEADER: "450 later"}
    assert not deliver.run(settings).ok
    kept = settings.folder("run") / "last-run.json"
    kept.write_text(json.dumps(fingerprint.take(settings.drop, state.read(published))), encoding="utf-8")
    said: list[str] = []
    assert not run(settings, said.append)
    mailbox.at_recipient = {}
    assert run(settings, said.append)
    assert "没有新内容" in "\n".join(said)
    assert len(mailbox.to(LEADER)) == 1
