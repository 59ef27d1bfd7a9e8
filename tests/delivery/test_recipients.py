"""The list of recipients is read whole or refused whole: each fault with its line, and then nothing is sent."""

from pathlib import Path

import pytest

from ingestion.registry.units import units_by_code
from pipeline.recipients import RecipientsError, read
from pipeline.settings import Settings
from pipeline.steps import deliver, deliveries
from tests.delivery.conftest import LIST
from tests.delivery.mailbox import Mailbox

LEVELS = {code: unit.level for code, unit in units_by_code().items()}
GOOD = """recipients:
  - address: a@union.example
    unit: 440307
    kinds: [monthly]
"""


def faults(tmp_path: Path, text: str | bytes, *domains: str) -> list[tuple[int, str]]:
    path = tmp_path / "recipients.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(RecipientsError) as caught:
        read(path, domains or ("union.example",), LEVELS)
    return caught.value.faults


def entry(**changed: str) -> str:
    parts = {"address": "b@union.example", "unit": "440307", "kinds": "[yearly]"} | changed
    return GOOD + "  - " + "\n    ".join(f"{key}: {value}" for key, value in parts.items()) + "\n"


def test_a_good_list_is_read(tmp_path: Path) -> None:
    path = tmp_path / "recipients.yaml"
    path.write_text(GOOD.replace("a@union", "A@Union"), encoding="utf-8")
    (found,) = read(path, ["UNION.example"], LEVELS)
    assert (found.address, found.unit_code, found.kinds, found.line) == ("a@union.example", "440307", ("monthly",), 2)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"address": "b@elsewhere.example"}, "不在允许的域内"),
        ({"address": "b@sub.union.example"}, "不在允许的域内"),
        ({"address": "b@notunion.example"}, "不在允许的域内"),
        ({"address": "b@union.example.evil.example"}, "不在允许的域内"),
        ({"address": "b"}, "不是邮箱地址"),
        ({"address": "'Name <b@union.example>'"}, "不是邮箱地址"),
        ({"address": "'b@union.example, c@elsewhere.example'"}, "不是邮箱地址"),
        ({"address": '"b@union.example\\nBcc: c@elsewhere.example"'}, "控制符"),
        ({"name": '"办公室\\r\\nBcc: c@elsewhere.example"'}, "控制符"),
        ({"unit": '"440307013002"'}, "不是区或街道"),
        ({"unit": "999999"}, "不是区或街道"),
        ({"kinds": "[weekly]"}, "kinds"),
        ({"kinds": "monthly"}, "kinds"),
        ({"kinds": "[]"}, "kinds"),
        ({"phone": "1"}, "每项须有"),
        ({"address": "A@union.example"}, "重复"),
    ],
)
def test_each_fault_of_an_entry_is_named_with_its_line(tmp_path: Path, changed: dict[str, str], says: str) -> None:
    ((line, sentence),) = faults(tmp_path, entry(**changed))
    assert line == 5
    assert says in sentence


@pytest.mark.parametrize("text", ["", "- a", "recipients: 1", "recipients: [", "recipients: []\nother: 1", b"\xff\xfe"])
def test_a_file_that_is_no_such_list_is_refused(tmp_path: Path, text: str | bytes) -> None:
    assert len(faults(tmp_path, text)) == 1


def test_without_an_allowed_domain_no_mail_may_go_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "recipients.yaml"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(RecipientsError, match="不在允许的域内"):
        read(path, (), LEVELS)


def test_one_recipient_outside_the_allowed_domains_stops_everything_before_anything_is_sent(
    settings: Settings, mailbox: Mailbox
) -> None:
    """The others on the list are fine and get nothing either; the answer names the line."""
    text = LIST + '  - address: friend@elsewhere.example\n    unit: "440307"\n    kinds: [yearly]\n'
    settings.recipients_file.write_text(text, encoding="utf-8")
    line = text[: text.index("  - address: friend")].count("\n") + 1
    result = deliver.run(settings)
    assert not result.ok
    assert f"line {line}: friend@elsewhere.example" in result.message
    assert mailbox.taken == []
    assert deliveries.run(settings).rows == []
