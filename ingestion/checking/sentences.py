"""The sentence of every finding of the checker: what is wrong and what to do, Chinese first, English beside.

Codes are stable: handbook, tests and dashboards name them. E- stops the row (or the hand-in), W- only tells.
"""

SENTENCES: dict[str, tuple[str, str]] = {
    "E-REQUIRED": ("必填，请补填后重新报送该行", "is required: fill it in and hand the row in again"),
    "E-CELL-ERROR": (
        "单元格是错误值或公式未计算，请粘贴为数值后重新报送",
        "holds an error or a formula never calculated: paste values and hand in again",
    ),
    "E-CODE-NUMBER": (
        "代码被存成数字，末几位可能已丢失；请把该列设为“文本”格式，重新录入全部位数",
        "a code was stored as a number and may have lost its last digits: set the column to text and type it again",
    ),
    "E-CODE-GB32100": (
        "统一社会信用代码的字符或校验码不对，请对照营业执照核对18位",
        "is not a valid GB 32100 code (characters or check digit): compare all 18 with the licence",
    ),
    "E-TEXT-CONTROL": ("含有控制字符，请重新录入", "contains control characters: type it again"),
    "E-TEXT-LENGTH": ("长度不符合要求，请核对", "has the wrong length: check it"),
    "E-TEXT-PATTERN": ("格式不符合要求，请对照填写说明核对", "has the wrong form: see the instructions sheet"),
    "E-INT": ("应为不带符号和逗号的整数，如 132", "must be a whole number without sign or comma, such as 132"),
    "E-DECIMAL": (
        "应为不带逗号和单位、至多两位小数的金额，如 31250.00",
        "must be an amount without comma or unit, at most two decimals, such as 31250.00",
    ),
    "E-RANGE": ("超出允许范围，请核对", "lies outside the allowed range: check it"),
    "E-DATE-FORMAT": ("日期应写成 2022-03-01，请改正", "a date must look like 2022-03-01: correct it"),
    "E-DATE-IMPOSSIBLE": ("没有这一天，请核对日期", "there is no such day: check the date"),
    "E-DATE-SERIAL": (
        "日期被存成数字，请把该列设为“日期”格式后重新录入",
        "a date was stored as a plain number: set the column to date and type it again",
    ),
    "E-DATE-RANGE": ("日期早于1950年，请核对", "lies before 1950: check the date"),
    "E-DATE-FUTURE": (
        "日期晚于所属期最后一天，请在下期报送或核对日期",
        "lies after the period's last day: report it next period or check the date",
    ),
    "E-DATE-ORDER": ("与同一行的发生日期先后矛盾，请核对", "contradicts the date of the fact in this row: check both"),
    "E-DATE-BEFORE-PERIOD": (
        "早于所属期的新事项，请用该月的补充报送",
        "is new and lies before the period: hand it in as a supplement of its own month",
    ),
    "E-ENUM": ("不在下拉列表内，请从列表中选择", "is not on the list: choose from the drop-down"),
    "E-BOOL": ("请填“是”或“否”", "must be 是 or 否"),
    "E-ROW-NOTHING": (
        "该行没有填写任何日期或数量，未说明任何事项；请补填或删除该行",
        "states nothing (no date or number is filled): complete or delete the row",
    ),
    "E-ROW-DUPLICATE": (
        "与前面的行重复但内容不同，请只保留正确的一行",
        "repeats an earlier row with other content: keep only the right one",
    ),
    "E-ROW-UNREADABLE": ("该行无法读取，请核对后重新报送", "could not be read: check it and hand it in again"),
    "E-REF-UNKNOWN": (
        "登记册中查无此编号；如相关登记随后报送，本行会自动入库，否则请核对",
        "is not known yet: the row goes in by itself once the record it names arrives; otherwise check it",
    ),
    "E-SCOPE": (
        "不属于报送单位的管辖范围，整份报送暂存；请由所属单位报送或核对代码",
        "lies outside the sender's subtree, the whole hand-in is held: let the right unit report it or check the code",
    ),
    "E-UNIT-CIRCLE": (
        "就是该单位自己或其下级，单位不能划入、并入自己的下级；请核对上级或继承单位代码",
        "is the unit itself or lies below it, and no unit can hang below itself: check the parent or successor code",
    ),
    "E-LEVEL": ("本级单位不报送此类事项，请由相应层级报送", "is not reported by units of this level"),
    "E-CASE-STATE": ("没有对应的立案或登记，请先报送", "has no opening record: hand that in first"),
    "W-CODE-NUMBER": (
        "代码被存成数字，请把该列设为“文本”格式",
        "a code was stored as a number: set the column to text",
    ),
    "W-TOTAL-ROW": ("是合计行，未计入；请删除合计行", "is a total row and was not counted: delete it"),
    "W-COLUMN-UNKNOWN": ("是模板之外的列，已忽略", "is a column the template does not have; it was ignored"),
    "W-SHEET-UNKNOWN": ("是模板之外的工作表，已忽略", "is a sheet the template does not have; it was ignored"),
    "E-COLUMN-MISSING": ("缺少必需的列，请使用本期模板", "a required column is missing: use this period's template"),
    "E-SHEET-LEVEL": ("本级单位不报送此台账，请删除该表", "units of this level do not fill in this sheet"),
    "E-TEMPLATE": (
        "不是可识别的模板（缺少 _meta 表或模板名不对），请下载本期模板填写",
        "is not a known template (no _meta sheet or another name): download this period's template",
    ),
    "E-TEMPLATE-VERSION": (
        "模板版本不被接受，请下载本期模板",
        "the template's version is not accepted: download a new one",
    ),
    "E-PERIOD": ("所属期不对，应为 2022-03 这样的月份", "the period must be a month such as 2022-03"),
    "E-UNIT-UNKNOWN": (
        "报送单位不在组织登记册中，请核对单位代码",
        "the sender is not in the register of units: check the code",
    ),
    "E-UNIT-DIFFERS": (
        "_meta 中的单位与报送渠道不一致，整份报送暂存",
        "the unit in _meta differs from the channel that handed it in; the whole hand-in is held",
    ),
    "E-KIND": ("报送方式应为 首次、补充 或 更正", "the kind of hand-in must be 首次, 补充 or 更正"),
    "E-REPLACES": ("更正报送须写明被更正的回执号", "a correction must name the receipt it replaces"),
    "E-REPLACES-UNKNOWN": (
        "不是本单位已接收报送的回执号，整份报送暂存，请核对",
        "is no receipt of an accepted hand-in of this unit; the whole hand-in is held",
    ),
    "E-HOLD-SHARE": (
        "超过20%的数据行有错误，整份报送暂存，请改正后重新报送",
        "over 20 % of the data rows have errors; the whole hand-in is held: correct and hand in again",
    ),
    "E-HOLD-RETRACTIONS": (
        "更正将撤销超过20%的原有事项，整份报送暂存，待上级放行",
        "the correction would retract over 20 % of what it replaces; held until someone releases it",
    ),
    "E-HOLD-GATE": ("批次检查未通过，整份报送暂存", "the batch check failed; the whole hand-in is held"),
    "E-CONTROL-TOTAL": (
        "表中印出的合计与各行不符，整份报送暂存，请核对",
        "the printed control total differs from the rows; the whole hand-in is held",
    ),
    "E-CONTRACT-UNKNOWN": (
        "文件名不是已知的数据类型，请按 类型名.csv 命名",
        "the file name is no known contract: name it after its contract, such as dispute_opened.csv",
    ),
}


def sentence(code: str, heading: str, value: str = "") -> tuple[str, str]:
    """Both sentences of a code, naming the column and the (already masked) value where there are any."""
    zh, en = SENTENCES[code]
    shown = f"“{value}”" if value else ""
    subject_zh = f"“{heading}”{shown}" if heading else shown
    subject_en = f"'{heading}' {shown}".strip() if heading else shown
    return f"{subject_zh}{zh}。", f"{subject_en} {en}.".strip()
