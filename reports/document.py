"""Edition ► document: every word and figure that the pages show, as plain JSON values, in reading order.

HTML and PDF are two layouts of one document, so they cannot disagree. Values are looked up in the edition and put into
words; the only arithmetic is the distance to a target and the share that was on time.
"""

from typing import Any
from zoneinfo import ZoneInfo

from reports import attention, narrative, tables, wording
from reports.edition import Edition

Row = dict[str, Any]

SHANGHAI = ZoneInfo("Asia/Shanghai")
FEW = 12
"""Up to so many cards stand three in a row, more stand four in a row, so that the first page holds them."""


def document(edition: Edition) -> Row:
    """The whole document of an edition."""
    figures, definitions = edition.figures, edition.definitions
    headline = [row for row in figures["values"] if definitions[row["indicator_id"]]["is_headline"]]
    return {
        **_title(edition),
        "cards_a_row": 3 if len(headline) <= FEW else 4,
        "cards": [_card(row, definitions[row["indicator_id"]], figures) for row in headline],
        "missing": _missing(figures["handins"]),
        "attention": attention.sentences(figures, definitions, headline),
        "sections": _numbered(_sections(figures, definitions, headline)),
        "has_targets": bool(figures["targets"]),
        "definitions": [_definition(definitions[row["indicator_id"]]) for row in figures["values"]],
        "seal": _seal(edition),
    }


def _title(edition: Edition) -> Row:
    unit, period = edition.figures["unit"], edition.figures["period"]
    name = unit["unit_name"] if unit["unit_name"].endswith("会") else f"{unit['unit_name']}总工会"
    form = {"monthly": "工作月报", "quarterly": "工作小结", "yearly": "工作总结"}[edition.kind]
    words = wording.period(period["period"])
    return {
        "organisation": name,
        "title": f"{name}{words}{form}",
        "subtitle": f"数据报告 · 统计期间 {period['first_on']} 至 {period['last_on']}",
        "title_en": f"Data report, {period['label_en']}",
    }


def _card(row: Row, definition: Row, figures: Row) -> Row:
    value, unit = wording.on_card(row["value"], definition, row["is_suppressed"])
    has_target = bool(row["target_operator"])
    goal = wording.target(row["target_operator"], row["target_level"], definition["unit_zh"])
    return {
        "indicator_id": row["indicator_id"],
        "name": definition["name_zh"],
        "name_en": definition["name_en"],
        "value": value,
        "unit": unit,
        "exact": row["value"],
        "previous": _previous(row, definition, figures["period"]),
        "target": f"2023年目标：{goal}（{wording.basis(row['target_basis'])}）" if has_target else "",
        "state": wording.state(row["target_status"]) if has_target else "",
        "tone": wording.tone(row["target_status"]),
        "bounds": _bounds(row, definition),
    }


def _previous(row: Row, definition: Row, period: Row) -> str:
    """The figure of the period before, or why there is none."""
    label = {"month": "上月", "quarter": "上季", "year": "上年"}[period["grain"]]
    if row["previous_value"] is None or row["is_suppressed"]:
        return f"{label}：{wording.before(row, definition, period)}"
    value, unit = wording.on_card(row["previous_value"], definition)
    return f"{label}：{value}{unit}"


def _bounds(row: Row, definition: Row) -> str:
    """Where the figure may lie while reports are missing; nothing when all have come in."""
    if row["bound_low"] is None or row["bound_high"] is None or row["bound_low"] == row["bound_high"]:
        return ""
    low, high = (wording.shown(row[name], definition) for name in ("bound_low", "bound_high"))
    return f"可能区间：{low}–{high}{definition['unit_zh']}"


def _missing(handins: Row) -> str:
    """One line for the leader: who is missing, late, held."""
    if not handins["expected"]:
        return "本期没有应报单位。"
    head = f"{handins['units']}个报送单位中，{handins['units_complete']}个已全部报送"
    sheets = f"应报{handins['expected']:,}份，已报{handins['received']:,}份，其中逾期{handins['late']:,}份"
    return f"{head}；{sheets}；未报{handins['missing']:,}份，暂存待核{handins['held']:,}份。"


def _sections(figures: Row, definitions: dict[str, Row], headline: list[Row]) -> list[Row]:
    """Numbered parts of the report; a part that has nothing to show is not there."""
    is_district, grain = figures["unit"]["level"] == "district", figures["period"]["grain"]
    chapters = [
        {**chapter, "table": tables.indicators(chapter["rows"], definitions, figures["period"])}
        for chapter in narrative.chapters(_measured(figures["values"], definitions), definitions)
    ]
    units = tables.by_unit(figures, headline, definitions)
    sections = [{"kind": "chapters", "title": "重点工作", "title_en": "Work done", "chapters": chapters}]
    if units:
        title, title_en = ("分街道情况", "By street") if is_district else ("分社区情况", "By federation")
        sections.append({"kind": "units", "title": title, "title_en": title_en, "tables": units, "note": NOTE_UNITS})
    if figures["months"]:
        sections.append({"kind": "months", "title": "按月走势", "title_en": "By month"})
    if figures["targets"]:
        parts = tables.targets(figures["targets"], definitions, in_full=grain != "month")
        title, title_en = "2023年目标对照", "Targets for 2023"
        sections.append({"kind": "targets", "title": title, "title_en": title_en, "parts": parts, "note": NOTE_TARGETS})
    title, title_en = "报送情况与数据质量", "Reporting and data quality"
    sections.append({"kind": "tables", "title": title, "title_en": title_en, "parts": _quality(figures), "note": ""})
    if figures["reconciliation"]:
        parts = [{**tables.reconciliation(figures["reconciliation"], definitions), "title": ""}]
        title, title_en = "与已公布数字核对", "Reconciliation with the published figures"
        sections.append({"kind": "tables", "title": title, "title_en": title_en, "parts": parts, "note": NOTE_CHECKED})
    return sections


NOTE_UNITS = "“–”表示人数过少，为保护个人不予公布；“无数据”表示本期没有报送或不适用。"
NOTE_TARGETS = (
    "原文没有写明数值的，不作为已公布的目标，也不判断是否达标；状态按最近一个已结束月份的数值和应有进度判断。"
    "“逐一达标”是逐街道、逐试点、逐批次、逐站点或逐周检验时达标的个数，全部达标才算达标。"
)
NOTE_CHECKED = "“一致”指重新计算的数值落在原文措辞所允许的范围之内。"


def _measured(values: list[Row], definitions: dict[str, Row]) -> list[Row]:
    """Without the constants of the rules (size bands), which are definitions and no work done."""
    return [row for row in values if definitions[row["indicator_id"]]["fold"] != "constant"]


def _quality(figures: Row) -> list[Row]:
    handins, found = figures["handins"], figures["findings"]
    parts = [{**tables.reporting(handins), "title": ""}]
    for title, rows in (("未报单位", handins["missing_units"]), ("逾期单位", handins["late_units"])):
        if rows:
            parts.append({**tables.units_named(rows), "title": title})
    if found:
        parts.append({**tables.findings(found), "title": "问题（按类型）"})
    return parts


def _numbered(sections: list[Row]) -> list[Row]:
    return [
        {**section, "title": f"{wording.ORDINALS[number]}、{section['title']}"}
        for number, section in enumerate(sections)
    ]


def _definition(row: Row) -> Row:
    return {name: row[name] or "" for name in ("name_zh", "name_en", "definition_zh", "definition_en", "unit_zh")}


def _seal(edition: Edition) -> Row:
    created = edition.created_at.astimezone(SHANGHAI)
    return {
        "created_on": f"{created:%Y-%m-%d}",
        "position": f"{edition.position:,}",
        "head": edition.head,
        "sha256": edition.sha256,
        "lines": [
            ["日志位置", f"{edition.position:,}"],
            ["日志头", edition.head],
            ["构建编号", edition.build_id],
            ["模型版本", edition.code_version],
            ["报告编号", edition.edition_id],
            ["报告哈希（SHA-256）", edition.sha256],
            ["编制时间", f"{created:%Y年%m月%d日 %H:%M}（北京时间）"],
        ],
        "how": [
            "在报告所在文件夹运行 sha256sum edition.json，结果应等于上列“报告哈希”。",
            f"运行 grassroots verify，逐条重算事件日志；第 {edition.position:,} 条处的日志头应等于上列“日志头”。",
        ],
    }
