"""The error tree of editions; every message is Chinese first, English beside.

ReportError                 an edition was not made or not shown; nothing was written
├── NothingPublishedError   no build has ever passed the second gate
├── WithheldError           the last build was withheld; ``reason`` says why
├── NoFiguresError          nothing is published for this unit and period
├── DamagedEditionError     a stored edition no longer has the hash it was stored with
├── TypesettingError        the typesetter refused the document
└── UnsafeHeaderError       a text that would stand in a header of a mail holds a line break or control character
"""


class ReportError(Exception):
    """An edition was not made or not shown; nothing was written."""


class NothingPublishedError(ReportError):
    """No build has passed the second gate yet, so there is nothing an edition may show."""

    def __init__(self) -> None:
        super().__init__("尚未发布任何数据，不能编制报告 / nothing is published yet, so there is nothing to report")


class WithheldError(ReportError):
    """The last build was withheld.

    reason  the sentence of the gate (or of the build) that says why
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"报告暂缓发布，因为：{reason} / withheld, because: {reason}")


class NoFiguresError(ReportError):
    """Nothing is published for this unit and period.

    unit_code, period  what was asked for
    """

    def __init__(self, unit_code: str, period: str) -> None:
        self.unit_code, self.period = unit_code, period
        super().__init__(
            f"单位 {unit_code} 在 {period} 没有已发布的数据 / nothing is published for {unit_code} in {period}"
        )


class DamagedEditionError(ReportError):
    """A stored edition no longer has the hash it was stored with.

    edition_id, expected, found  which one, the stored hash and the one computed now
    """

    def __init__(self, edition_id: str, expected: str, found: str) -> None:
        self.edition_id, self.expected, self.found = edition_id, expected, found
        super().__init__(
            f"报告 {edition_id} 的内容已被改动：应为 {expected}，实为 {found} / edition {edition_id} has been altered"
        )


class TypesettingError(ReportError):
    """The typesetter refused the document; the cause carries its own words."""


class UnsafeHeaderError(ReportError):
    """A text that would stand in a header of a mail holds a line break or another control character.

    text  the text
    """

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            f"名称里有换行等控制符，不能写进邮件头：{text!r} / a line break or control character, not fit for a header"
        )
