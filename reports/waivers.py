"""Waivers as an edition keeps them: the one place that knows the columns of ``fct_waiver``."""

from typing import Any

Row = dict[str, Any]


def in_period(rows: list[Row], span: Row) -> list[Row]:
    """Waivers that hold on some day of the period, the first to end first."""
    kept = [normal(row) for row in rows]
    kept = [row for row in kept if not (row["expires"] and row["expires"] < span["first_on"])]
    kept = [row for row in kept if not (row["from"] and row["from"] > span["last_on"])]
    return sorted(kept, key=lambda row: (str(row["expires"]), str(row["unit_name"]), str(row["rule"])))


def normal(row: Row) -> Row:
    """One waiver with the columns that an edition stores, whatever the publication calls them."""
    return {
        "unit_name": row.get("unit_name") or row.get("named"),
        "kind": row.get("waived_kind") or row.get("kind"),
        "rule": row.get("waived_rule") or row.get("rule") or "",
        "period": row.get("waived_period") or row.get("period") or "",
        "reason": row.get("waiver_reason") or row.get("reason") or "",
        "approver": row.get("approver") or "",
        "from": row.get("waived_on") or row.get("from_on"),
        "expires": row.get("expires_on") or row.get("expires"),
    }
