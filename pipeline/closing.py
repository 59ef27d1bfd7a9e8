"""The closing lines of the main job: what was taken in, what was built, what may be read, and what comes next."""

from collections.abc import Iterator, Mapping

from pipeline.performing import Record
from pipeline.state import State

STATE_NAMES = {
    "accepted": "已接收 accepted",
    "accepted_with_findings": "已接收有问题 accepted with findings",
    "held": "扣留 held",
    "rejected": "退回 rejected",
    "superseded": "被更正 superseded",
    "withdrawn": "撤回 withdrawn",
}


def closing_lines(
    state: State, records: Mapping[str, Record], ran: Mapping[str, Record], seconds: float
) -> Iterator[str]:
    """The lines; `records` of all steps as they last ran, `ran` those of this run, `seconds` for the whole."""
    yield ""
    counts = " · ".join(f"{name} {state.submissions.get(key, 0):,}" for key, name in STATE_NAMES.items())
    yield f"报送 submissions   {counts}"
    yield f"待补数据行 rows waiting in quarantine   {state.waiting:,}"
    yield f"事件 events        {state.position:,} · head {state.head}"
    if state.build is not None and state.build["models"] is not None:
        yield f"模型 models        {state.build['models']} · 构建 build {state.build['build_id']}"
    yield from _gates(state, records)
    yield from _publication(state, records)
    yield from _report(state, records)
    yield f"各步用时 seconds   {' · '.join(f'{name} {record.seconds:.1f}' for name, record in _in_order(ran))}"
    yield f"共用时 altogether  {seconds:.1f} s"
    yield "下一步 next        make serve    # 看板与 Airflow 页面 · dashboards and Airflow's page"


def _gates(state: State, records: Mapping[str, Record]) -> Iterator[str]:
    intake = records.get("intake")
    if intake and "gate_1" in intake.summary:
        yield f"第一道关 gate 1    {intake.summary['gate_1']}"
    verdict = state.verdict
    if verdict is not None:
        word = "通过 passed" if verdict["passed"] else f"未通过 withheld: {verdict['reason']}"
        yield (
            f"第二道关 gate 2    {word} · {verdict['successful']}/{verdict['evaluated']} "
            f"(应评 pinned {verdict['expected_expectations']}) · {verdict['rows_checked']:,} 行 rows"
        )


def _publication(state: State, records: Mapping[str, Record]) -> Iterator[str]:
    why = state.why_not_published()
    yield f"已发布 published    {state.published_build or '无 nothing'}{f' · {why}' if why else ''}"
    reconcile = records.get("reconcile")
    if reconcile:
        within, published = reconcile.summary.get("within", "?"), reconcile.summary.get("figures", "?")
        yield f"核对 reconciled     {within}/{published} 个公布数字已复现 published figures reproduced"


def _report(state: State, records: Mapping[str, Record]) -> Iterator[str]:
    report = records.get("report")
    for kind in ("html", "pdf"):
        if report and report.summary.get(kind):
            yield f"报告 report        {report.summary[kind]}"
    yield f"报告期数 editions   {state.editions}"
    delivery = records.get("deliver")
    if delivery and state.deliveries:
        yield f"投递 delivery      {delivery.message}"


def _in_order(ran: Mapping[str, Record]) -> list[tuple[str, Record]]:
    return sorted(ran.items(), key=lambda item: item[1].started_at)
