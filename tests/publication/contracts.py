"""The agreed columns of the marts as contracts, for tests that need a shape of their own."""

from pipeline.marts import Column, Mart

AGREED = {
    "dim_org_unit": "unit_code text, unit_name text, level text, parent_code text, street_code text, street_name text, "
    "official_order integer, reports boolean, valid_from date, valid_to date",
    "dim_indicator": "indicator_id text, domain text, name_zh text, name_en text, fold text, unit text, unit_zh text, "
    "decimals integer, direction text, definition_zh text, definition_en text, numerator text, denominator text, "
    "workflow text, section text, display_order integer, is_headline boolean",
    "dim_period": "period text, grain text, first_on date, last_on date, label_zh text, label_en text, "
    "previous_period text, year_ago_period text",
    "fct_indicator_value": "indicator_id text, unit_code text, period text, reading text, period_grain text, "
    "first_on date, unit_level text, unit_name text, street_code text, street_name text, unit_order integer, "
    "indicator_name_zh text, indicator_name_en text, domain text, unit_zh text, decimals integer, value numeric(18:4), "
    "numerator numeric(18:4), denominator numeric(18:4), previous_value numeric(18:4), year_ago_value numeric(18:4), "
    "target_level numeric(18:4), target_operator text, target_status text, completeness numeric(18:4), "
    "bound_low numeric(18:4), bound_high numeric(18:4), is_suppressed boolean",
    "fct_target_progress": "target_id text, indicator_id text, name_zh text, name_en text, section text, "
    "operator text, level numeric(18:4), level_unit text, due_on date, value_basis text, as_of text, "
    "value numeric(18:4), baseline numeric(18:4), state text",
    "fct_submission": "unit_code text, unit_name text, unit_level text, street_code text, street_name text, "
    "period text, first_on date, is_expected boolean, due_on date, submission_id text, receipt_no text, "
    "received_at timestamptz, decided_at timestamptz, is_received boolean, is_on_time boolean, state text, kind text, "
    "file_name text, rows_read integer, rows_new integer, rows_corrected integer, rows_known integer, "
    "rows_quarantined integer, rows_held integer, rows_rejected integer, rows_blank integer, rows_structural integer, "
    "errors integer, warnings integer",
    "fct_finding": "finding_id text, submission_id text, receipt_no text, unit_code text, unit_name text, "
    "street_code text, street_name text, period text, code text, severity text, file_name text, sheet text, "
    "row_no integer, column_letter text, heading text, masked_value text, message_zh text, message_en text, "
    "is_resolved boolean",
    "fct_reconciliation": "indicator_id text, name_zh text, name_en text, period text, published_text_zh text, "
    "published numeric(18:4), recomputed numeric(18:4), low numeric(18:4), high numeric(18:4), "
    "is_high_exclusive boolean, verdict text",
    "fct_measure_delta": "measure_id text, entity_kind text, entity_id text, unit_code text, size_band text, "
    "occurred_on date, recorded_at timestamptz, delta numeric(18:2), fact_id text, position bigint",
}  # fmt: skip


def agreed() -> dict[str, Mart]:
    """Contracts with the columns that the rooms agreed on."""
    return {name: _mart(name, columns) for name, columns in sorted(AGREED.items())}


def _mart(name: str, columns: str) -> Mart:
    pairs = [column.split(" ") for column in columns.split(", ")]
    evidence = name == "fct_measure_delta"
    tail = () if evidence else (Column("build_id", "text", "构建编号 100% / build"),)
    listed = tuple(Column(column, kind.replace(":", ","), f"说明 {column}") for column, kind in pairs)
    return Mart("evidence" if evidence else "candidate", name, (*listed, *tail), f"表 {name}，“引号”与 it's 100%")
