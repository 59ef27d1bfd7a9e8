"""specification/*.yaml ► assets/**/*.yaml, the files that Superset imports; to be run after every change.

    .venv/bin/python superset/generate.py           # write the assets
    .venv/bin/python superset/generate.py --check   # exit 1 when the committed assets are not up to date

The specification says once what eighty asset files would repeat: columns with their meaning, indicators with their
labels, rows of charts. An asset's uuid is uuid5 of its path, so two checkouts mean the same object.
"""

import argparse
import sys
import uuid
from pathlib import Path
from typing import Any

import yaml
from kinds import Book

ROOT = Path(__file__).resolve().parent
ASSETS = ROOT / "assets"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "grassroots.invalid")
DATABASE = "databases/grassroots.yaml"
VERSION = "1.0.0"
Document = dict[str, Any]


def uid(path: str) -> str:
    """The uuid of an asset: uuid5 of its path below assets/."""
    return str(uuid.uuid5(NAMESPACE, path))


def dataset_path(table: str) -> str:
    """Where the asset of a table lies."""
    return f"datasets/grassroots/{table}.yaml"


def dataset(table: str, spec: Document, columns: Document) -> Document:
    """A physical table: every column described in both languages, codes shown as words, named metrics."""
    described = {name: spec.get("override", {}).get(name, columns[name]) for name in spec["columns"]}
    return {
        "table_name": table,
        "main_dttm_col": spec.get("time"),
        "description": spec["title"],
        "schema": "published",
        "sql": None,
        "filter_select_enabled": True,
        "uuid": uid(dataset_path(table)),
        "version": VERSION,
        "database_uuid": uid(DATABASE),
        "normalize_columns": False,
        "is_managed_externally": True,
        "columns": [
            _column(name, *values) | {"groupby": name in spec.get("group_by", described)}
            for name, values in described.items()
        ]
        + [_label(name, codes, described[name]) for name, codes in spec.get("labels", {}).items()]
        + [
            _column(name, "text", *words[:4]) | {"expression": " ".join(words[4].split())}
            for name, words in spec.get("calculated", {}).items()
        ],
        "metrics": [
            {
                "metric_name": name,
                "verbose_name": zh,
                "expression": " ".join(sql.split()),
                "description": f"{zh} {en}",
                "d3format": form or None,
            }
            for name, (zh, en, sql, form) in spec["metrics"].items()
        ],
    }


def _column(name: str, kind: str, zh: str, en: str, meaning_zh: str, meaning_en: str) -> Document:
    return {
        "column_name": name,
        "verbose_name": zh,
        "description": f"{meaning_zh} / {en}: {meaning_en}",
        "type": kind.upper(),
        "is_dttm": kind in {"date", "timestamp"},
        "is_active": True,
        "groupby": True,
        "filterable": True,
        "expression": None,
    }


def _label(name: str, codes: dict[str, str], described: list[str]) -> Document:
    """A calculated column that shows codes as words; an unknown code shows itself."""
    cases = " ".join(f"WHEN '{code}' THEN '{word}'" for code, word in codes.items())
    return _column(f"{name}_label", "text", *described[1:]) | {"expression": f"CASE {name} {cases} ELSE {name} END"}


def dashboard(key: str, spec: Document, book: Book) -> tuple[Document, dict[str, Document]]:
    """One dashboard and its charts by path."""
    from dashboard_layout import Layout

    layout, made = Layout(spec["title"], spec["note"], spec.get("note_height", 6)), {}
    for row in spec["rows"]:
        layout.row()
        for chart_spec in row:
            name, table, form = book.chart(chart_spec)
            stem = f"{len(made) + 1:02d}-{chart_spec['kind'].replace('_', '-')}"
            path = f"charts/{key}/{stem}.yaml"
            made[path] = {
                "slice_name": name,
                "viz_type": form["viz_type"],
                "params": form,
                "cache_timeout": None,
                "uuid": uid(path),
                "version": VERSION,
                "dataset_uuid": uid(dataset_path(table)),
                "is_managed_externally": True,
            }
            layout.chart(uid(path), name, chart_spec, book.height(chart_spec))
    path = f"dashboards/{key}.yaml"
    colours = book.colours(spec["rows"], spec.get("colours", {}))
    return layout.document(path, spec, colours, uid, dataset_path) | {
        "version": VERSION,
        "is_managed_externally": True,
    }, made


def assets() -> dict[str, str]:
    """All asset files, path below assets/ ► text."""
    book = Book()
    documents: dict[str, Document] = {
        "metadata.yaml": {"version": VERSION, "type": "assets", "timestamp": "2022-01-01T00:00:00+00:00"},
        DATABASE: {
            "database_name": "龙岗工会已发布数据 Published",
            "sqlalchemy_uri": "postgresql+psycopg2://grassroots_reader@/grassroots",
            "expose_in_sqllab": False,
            "allow_run_async": False,
            "allow_ctas": False,
            "allow_cvas": False,
            "allow_dml": False,
            "allow_csv_upload": False,
            "impersonate_user": False,
            "cache_timeout": None,
            "uuid": uid(DATABASE),
            "extra": {
                "metadata_params": {},
                "engine_params": {},
                "metadata_cache_timeout": {},
                "schemas_allowed_for_file_upload": [],
                "allows_virtual_table_explore": False,
            },
            "version": VERSION,
            "is_managed_externally": True,
        },
    }
    for table, spec in book.datasets.items():
        documents[dataset_path(table)] = dataset(table, spec, book.columns)
    for key, spec in book.dashboards.items():
        documents[f"dashboards/{key}.yaml"], made = dashboard(key, spec, book)
        documents |= made
    return {
        path: yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
        for path, document in documents.items()
    }


def main() -> int:
    """Write the assets, or with --check say which are not up to date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    wanted = assets()
    present = {str(p.relative_to(ASSETS)): p.read_text(encoding="utf-8") for p in ASSETS.rglob("*.yaml")}
    stale = sorted(path for path in wanted.keys() | present.keys() if wanted.get(path) != present.get(path))
    if not arguments.check:
        for path in stale:
            target = ASSETS / path
            if path in wanted:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(wanted[path], encoding="utf-8")
            else:
                target.unlink()
    sys.stdout.write("".join(f"{path}\n" for path in stale))
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
