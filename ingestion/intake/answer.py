"""The answer to a sender in words: receipt, decision, where the rows went, and what to do. Chinese first."""

from ingestion.intake.hand_in import SHANGHAI, Submission
from ingestion.intake.service import Answer

STATES = {
    "accepted": ("已接收", "accepted"),
    "accepted_with_findings": ("已接收，部分行待更正", "accepted, some rows wait for correction"),
    "held": ("整份暂存，尚未入库", "held, nothing went in yet"),
    "rejected": ("已退回", "rejected"),
    "superseded": ("已被更正报送替代", "superseded by a correction"),
    "withdrawn": ("已撤回", "withdrawn"),
    "received": ("已收到，处理中", "received, being processed"),
    "checked": ("已检查，处理中", "checked, being processed"),
}
COUNTS = (
    ("new", "新增"),
    ("corrected", "更正"),
    ("known", "已有"),
    ("quarantined", "待更正"),
    ("held", "暂存"),
    ("rejected", "退回"),
    ("blank", "空行"),
    ("structural", "表头等"),
)


def text(answer: Answer) -> str:
    """The whole answer as a page of text; the same hand-in gives the same text."""
    submission = answer.submission
    zh, en = STATES[submission.state]
    received = submission.received_at.astimezone(SHANGHAI)
    lines = [
        f"回执 Receipt  {submission.receipt_no}",
        f"文件 File     {submission.file_name}",
        f"单位 Unit     {submission.sender}    所属期 Period  {submission.period}",
        f"收到 Received {received:%Y-%m-%d %H:%M}",
        f"结果 Result   {zh}  {en}",
        f"行数 Rows     {rows_in_words(submission)}",
        "",
    ]
    lines += [
        f"{item.code}  {place(item.sheet, item.row, item.column)}{item.zh}\n    {item.en}"
        for item in submission.findings
    ]
    return "\n".join(lines) + "\n"


def rows_in_words(submission: Submission) -> str:
    """Where the rows went, only what is not zero: 读取 66：新增 60，待更正 3，表头等 3."""
    counts = submission.counts.as_dict()
    parts = [f"{zh} {counts[name]}" for name, zh in COUNTS if counts[name]]
    return f"读取 {counts['read']}：" + ("，".join(parts) or "无")


def place(sheet: str, row: int | None, column: str) -> str:
    """Where a finding stands, in words: “会员台账”第17行D列."""
    words = (f"“{sheet}”" if sheet else "") + (f"第{row}行" if row else "") + (f"{column}列" if column else "")
    return f"{words}：" if words else ""
