"""Edition ► document: every word and figure that the pages show, as plain JSON values, in reading order.

HTML, PDF and DOCX are layouts of one document, so they cannot disagree. Values are looked up in the edition and put
into words; the only arithmetic is the distance to a target and the share that was on time.
"""

from typing import Any
from zoneinfo import ZoneInfo

from reports import attention, parts, wording
from reports.edition import Edition
from reports.wording import Wording

Row = dict[str, Any]

SHANGHAI = ZoneInfo("Asia/Shanghai")
FEW = 12
"""Up to so many cards stand three in a row, more stand four in a row, so that the first page holds them."""


def document(edition: Edition, language: str = "zh") -> Row:
    """The whole document of an edition in one language, ``zh`` or ``en``."""
    say = Wording(language)
    figures, definitions = edition.figures, edition.definitions
    headline = [row for row in figures["values"] if definitions[row["indicator_id"]]["is_headline"]]
    proof = seal(edition, say)
    return {
        "language": language,
        **_title(edition, say),
        "cards_a_row": 3 if len(headline) <= FEW else 4,
        "cards": [_card(row, definitions[row["indicator_id"]], figures, say) for row in headline],
        "missing_title": say.text("hand_ins"),
        "missing": missing(figures["handins"], say),
        "attention_title": say.text("attention"),
        "attention_beside": say.beside("attention"),
        "attention": attention.sentences(figures, definitions, headline, say),
        "sections": parts.sections(edition, headline, say, proof),
        "page_of": say.text("page_of").split("|"),
        "seal": proof,
    }


def organisation(unit_name: str, say: Wording) -> str:
    """Name of the federation of a unit: 龙城街道 ► 龙城街道总工会; a federation's own name stays."""
    has_name = unit_name.endswith("会") and (say.is_chinese or not wording.place_of(unit_name))
    return unit_name if has_name else say.text("organisation", name=say.place(unit_name))


def _title(edition: Edition, say: Wording) -> Row:
    period = edition.figures["period"]
    return {
        "organisation": organisation(edition.figures["unit"]["unit_name"], say),
        "title": heading(edition.figures["unit"]["unit_name"], edition.kind, period["period"], say),
        "subtitle": say.text("subtitle", first=period["first_on"], last=period["last_on"]),
        "title_en": beside(edition.kind, period["period"]) if say.is_chinese else "",
    }


def heading(unit_name: str, kind: str, period: str, say: Wording) -> str:
    """Title of the edition of a unit, kind and period."""
    return say.text(
        "title", organisation=organisation(unit_name, say), period=say.period(period), form=say.text(kind)
    )  # fmt: skip


def beside(kind: str, period: str) -> str:
    """The English beside a Chinese title."""
    say = Wording("en")
    return say.text("title_beside", form=say.text(kind), period=say.period(period))


def _card(row: Row, definition: Row, figures: Row, say: Wording) -> Row:
    value, unit = say.on_card(row["value"], definition, row["is_suppressed"])
    has_target = bool(row["target_operator"])
    goal = say.target(row["target_operator"], row["target_level"], say.behind(definition, row["target_level"]))
    return {
        "indicator_id": row["indicator_id"],
        "name": say.name(definition),
        "name_en": definition["name_en"] if say.is_chinese else "",
        "value": value,
        "unit": unit,
        "exact": row["value"],
        "previous": _previous(row, definition, figures["period"], say),
        "target": say.text("goal", goal=goal) if has_target else "",
        "state": say.state(row["target_status"]) if has_target else "",
        "tone": wording.tone(row["target_status"]),
        "bounds": _bounds(row, definition, say),
    }


def _previous(row: Row, definition: Row, period: Row, say: Wording) -> str:
    """The figure of the period before, or why there is none."""
    label = say.text(f"before_{period['grain']}")
    if row["previous_value"] is None or row["is_suppressed"]:
        value, unit = say.before(row, definition, period), ""
    else:
        value, unit = say.on_card(row["previous_value"], definition)
    return say.text("before_value", label=label, value=value, unit=say.spaced(unit))


def _bounds(row: Row, definition: Row, say: Wording) -> str:
    """Where the figure may lie while reports are missing; nothing when all have come in."""
    if row["bound_low"] is None or row["bound_high"] is None or row["bound_low"] == row["bound_high"]:
        return ""
    low, high = (say.shown(row[name], definition) for name in ("bound_low", "bound_high"))
    return say.text("bounds", low=low, high=high, unit=say.behind(definition, row["bound_high"]))


def missing(handins: Row, say: Wording) -> str:
    """One line for the leader: who is missing, late, held."""
    if not handins["expected"]:
        return say.text("no_units")
    names = ("units", "expected", "received", "late", "missing", "held")
    counts = {name: f"{handins[name]:,}" for name in names}
    return say.text("missing_line", complete=f"{handins['units_complete']:,}", **counts)


def seal(edition: Edition, say: Wording) -> Row:
    """Where the figures come from and how to check it: lines of (item, content), and what to run."""
    created = edition.created_at.astimezone(SHANGHAI)
    position = f"{edition.position:,}"
    values = {
        "position": position,
        "head": edition.head,
        "build": edition.build_id,
        "version": edition.code_version,
        "edition": edition.edition_id,
        "hash": edition.sha256,
        "created": say.text("created_value", moment=created),
    }
    return {
        "made_on": say.text("made_on", day=f"{created:%Y-%m-%d}"),
        "footer": say.text("footer", position=position, head=edition.head[:16], sha=edition.sha256[:16]),
        "lines": [(say.text(key), value) for key, value in values.items()],
        "how": [say.text("how_hash"), say.text("how_verify", position=position)],
    }
