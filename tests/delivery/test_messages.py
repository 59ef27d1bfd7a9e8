"""The mail itself: Chinese first, English beside it, sums only, safe headers, the files that the edition has."""

import datetime
import io
import subprocess
import zipfile
from dataclasses import replace
from email.message import EmailMessage, Message
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.database import Database
from pipeline.settings import Settings
from pipeline.steps import deliver, deliveries
from reports.document import document, heading
from reports.edition import Edition, load
from reports.errors import UnsafeHeaderError
from reports.mail import Envelope, edition_mail, notice_mail
from reports.wording import Wording
from reports.writing import write
from tests.delivery.conftest import LEADER, STREET, STREET_OFFICE
from tests.delivery.mailbox import Mailbox

QUEUED_AT = datetime.datetime(2023, 1, 5, tzinfo=datetime.UTC)
ENVELOPE = Envelope("reports@union.example", LEADER, "区总工会办公室", "<1@union.example>", QUEUED_AT)


@pytest.fixture
def edition(published: Database) -> Edition:
    with published.engine("publisher").connect() as connection:
        name = connection.scalar(
            sa.text("SELECT edition_id FROM ops.editions WHERE edition_id LIKE 'yearly-2022-440307-%'")
        )
        return load(connection, str(name))


def parsed(content: bytes) -> EmailMessage:
    from email.parser import BytesParser
    from email.policy import SMTP

    message: EmailMessage = BytesParser(EmailMessage, policy=SMTP).parsebytes(content)
    return message


def words(message: EmailMessage) -> str:
    """Every text a person reads in the mail: headers, plain part, HTML part, names of files."""
    parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    names = [str(part.get_filename()) for part in message.iter_attachments()]
    return "\n".join([*map(str, message.values()), *(part.get_content() for part in parts), *names])


def test_the_mail_says_the_headline_figures_and_what_is_missing_in_both_languages(
    settings: Settings, edition: Edition, mailbox: Mailbox
):
    deliver.run(settings)
    (message,) = mailbox.to(LEADER)
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    page = document(edition)
    assert text.index(page["title"]) < text.index(page["title_en"])
    for part in (text, html):
        assert "缺什么" in part
        assert "reporting units" in part
        assert edition.head in part, "many mailboxes that hold the head of the log are witnesses"
    headline = next(row for row in edition.figures["values"] if edition.definitions[row["indicator_id"]]["is_headline"])
    assert edition.definitions[headline["indicator_id"]]["name_zh"] in text
    assert edition.definitions[headline["indicator_id"]]["name_en"] in html


@pytest.mark.parametrize(
    ("kind", "period"), [("monthly", "2022-03"), ("quarterly", "2022-Q1"), ("yearly", "2022")]
)  # fmt: skip
def test_a_notice_calls_the_report_what_the_report_calls_itself(kind: str, period: str):
    """One source of words: 龙岗区总工会2022年工作总结暂缓 · Annual report, 2022: withheld; never a second name."""
    subject = str(parsed(notice_mail("龙岗区", kind, period, "原因", ENVELOPE, "withheld-1"))["Subject"])
    chinese, english = Wording("zh"), Wording("en")
    assert subject == (
        f"{heading('龙岗区', kind, period, chinese)}暂缓 · {english.text(kind)}, {english.period(period)}: withheld"
    )


def test_the_mail_says_in_english_what_the_english_report_says_is_missing(edition: Edition, settings: Settings):
    """Singular and plural too: one unit has, two have."""
    counts = dict.fromkeys(("units", "units_complete", "expected", "received", "on_time", "late", "missing", "held"), 1)
    handins = {**edition.figures["handins"], **counts}
    one = replace(edition, figures={**edition.figures, "handins": handins})
    text = parsed(edition_mail(one, settings.editions / edition.folder, ENVELOPE)).get_body(("plain",)).get_content()
    assert document(one, "en")["missing"] in text
    assert "Of 1 reporting unit, 1 has handed in everything" in text


def test_headers_and_file_names_are_chinese_to_a_mail_program_and_ascii_on_the_wire(
    settings: Settings, mailbox: Mailbox
):
    """RFC 2047 for the subject and names, RFC 2231 for file names; no line longer than 998 bytes."""
    deliver.run(settings)
    content = next(content for address, content in mailbox.taken if address == LEADER)
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    message = parsed(content)
    assert str(message["Subject"]).startswith("龙岗区总工会2022年工作总结")
    assert "区总工会办公室" in str(message["To"])
    assert message["Auto-Submitted"] == "auto-generated"
    (pdf,) = [part for part in message.iter_attachments() if part.get_content_type() == "application/pdf"]
    assert pdf.get_filename() == "龙岗区总工会2022年工作总结.pdf"
    assert pdf.get_content().startswith(b"%PDF")
    assert b"filename*" in content


def test_what_the_folder_of_the_edition_has_is_attached_and_the_stored_figures_are_not(
    edition: Edition, settings: Settings, tmp_path: Path
):
    """PDF always; DOCX and XLSX when they are there; never edition.json or the page."""
    folder = tmp_path / "folder"
    folder.mkdir()
    source = write(edition, settings.editions)
    for name in ("report.pdf", "report.html", "edition.json"):
        (folder / name).write_bytes((source / name).read_bytes())
    suffixes = [
        str(part.get_filename())[-5:] for part in parsed(edition_mail(edition, folder, ENVELOPE)).iter_attachments()
    ]
    assert [name.rpartition(".")[2] for name in suffixes] == ["pdf"]
    for name in ("report.docx", "report.xlsx"):
        (folder / name).write_bytes(b"PK")
    names = [str(part.get_filename()) for part in parsed(edition_mail(edition, folder, ENVELOPE)).iter_attachments()]
    assert [name.rpartition(".")[2] for name in names] == ["pdf", "docx", "xlsx"]


def test_a_retry_is_the_same_message_byte_for_byte(edition: Edition, settings: Settings):
    folder = write(edition, settings.editions)
    assert edition_mail(edition, folder, ENVELOPE) == edition_mail(edition, folder, ENVELOPE)
    other = replace(ENVELOPE, message_id="<2@union.example>")
    assert edition_mail(edition, folder, other) != edition_mail(edition, folder, ENVELOPE)


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\x00", "\u2028", "\u202e"])
def test_a_text_with_a_line_break_reaches_no_header(edition: Edition, settings: Settings, break_: str):
    """A unit or a mailbox whose name brings a header of its own is refused before it is put into one."""
    folder = write(edition, settings.editions)
    evil = f"总工会{break_}Bcc: all@elsewhere.example"
    unit = {**edition.figures["unit"], "unit_name": evil}
    with pytest.raises(UnsafeHeaderError):
        edition_mail(replace(edition, figures={**edition.figures, "unit": unit}), folder, ENVELOPE)
    with pytest.raises(UnsafeHeaderError):
        edition_mail(edition, folder, replace(ENVELOPE, recipient_name=evil))


def test_a_unit_whose_name_breaks_a_header_is_refused_in_the_ledger_and_the_others_go_out(
    settings: Settings, published: Database, mailbox: Mailbox
):
    with published.engine("publisher").begin() as connection:
        statement = (
            "UPDATE published.dim_org_unit SET unit_name = E'某街道\\nBcc: x@elsewhere.example' WHERE unit_code = :unit"
        )
        connection.execute(sa.text(statement), {"unit": STREET})
    assert not deliver.run(settings).ok
    assert mailbox.to(STREET_OFFICE) == []
    (refused,) = deliveries.run(settings, state="refused").rows
    assert refused["recipient"] == STREET_OFFICE
    assert "控制符" in str(refused["last_error"])
    assert len(mailbox.to(LEADER)) == 1


def test_markup_in_a_name_is_text_in_the_html_part(edition: Edition, settings: Settings):
    unit = {**edition.figures["unit"], "unit_name": "<script>x</script>总工会"}
    marked = replace(edition, figures={**edition.figures, "unit": unit})
    message = parsed(edition_mail(marked, write(edition, settings.editions), ENVELOPE))
    assert "<script>" not in message.get_body(("html",)).get_content()


def printed(part: Message) -> str:
    """Every text in an attachment: of a PDF as it prints, of DOCX and XLSX all that lies in the package."""
    content = part.get_content()
    if part.get_content_type() == "application/pdf":
        return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


ROW_LEVEL = {
    "fct_finding": ("finding_id", "submission_id", "receipt_no", "file_name", "sheet", "masked_value", "column_letter"),
    "fct_submission": ("submission_id", "receipt_no", "file_name"),
}
SENTENCES = {"fct_finding": ("message_zh", "message_en", "heading")}


def plant(database: Database, columns: dict[str, tuple[str, ...]]) -> None:
    with database.engine("publisher").begin() as connection:
        for table, names in columns.items():
            values = ", ".join(f"{name} = 'MARK{name.upper().replace('_', '')}'" for name in names)
            connection.execute(sa.text(f"UPDATE published.{table} SET {values}"))
        units = "UPDATE published.fct_finding SET unit_name = 'MARKUNIT'"
        connection.execute(sa.text(units))


def test_nothing_of_a_row_is_in_a_mail_or_its_attachments(settings: Settings, published: Database, mailbox: Mailbox):
    """Markers in every column that belongs to one row of one workbook: none in any text, none in any PDF."""
    plant(published, ROW_LEVEL)
    assert deliver.run(settings).ok
    assert mailbox.messages
    for message in mailbox.messages:
        assert "MARK" not in words(message)
        for part in message.iter_attachments():
            assert "工" in printed(part)
            assert "MARK" not in printed(part)


def test_not_even_the_sentences_of_findings_are_in_the_text_of_a_mail(
    settings: Settings, published: Database, mailbox: Mailbox
):
    """The report shows one example sentence a kind of finding, and who did not report; the mail around it neither."""
    plant(published, {**ROW_LEVEL, **SENTENCES})
    with published.engine("publisher").begin() as connection:
        connection.execute(sa.text("UPDATE published.fct_submission SET unit_name = 'MARKUNIT'"))
    assert deliver.run(settings).ok
    for message in mailbox.messages:
        assert "MARK" not in words(message)


def test_a_streets_mail_holds_no_name_and_no_figure_of_another_street(
    settings: Settings, published: Database, mailbox: Mailbox
):
    """A marker in the name of every unit outside the street, another in its own."""
    with published.engine("publisher").begin() as connection:
        for table in ("dim_org_unit", "fct_indicator_value", "fct_submission", "fct_finding"):
            foreign = "unit_name = 'FOREIGN' || unit_code WHERE street_code IS DISTINCT FROM :own"
            statement = f"UPDATE published.{table} SET {foreign}"
            connection.execute(sa.text(statement), {"own": STREET})
            connection.execute(
                sa.text(f"UPDATE published.{table} SET street_name = 'FOREIGN' WHERE street_code <> :own"),
                {"own": STREET},
            )
    deliver.run(settings)
    (message,) = mailbox.to(STREET_OFFICE)
    assert "FOREIGN" not in words(message)
    assert all("FOREIGN" not in printed(part) for part in message.iter_attachments())
    assert "FOREIGN" in words(mailbox.to(LEADER)[0]), "the marker is one that a mail would show"
