"""dbt ignores a YAML key that it does not know: `data-tests:` with a hyphen, and the tests never run (stack.md).

So every key of every property file must stand on a list, place by place.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import yaml

Planted = Callable[[str, str], tuple[Path, list[Path]]]

# What may stand at a place: key ► the place below it, or None where anything may follow (values, arguments, config).
Place = dict[str, "Place | None"]

COLUMN: Place = {
    "name": None, "description": None, "data_type": None, "constraints": None, "data_tests": None, "config": None,
    "quote": None,
}  # fmt: skip
ARGUMENT: Place = {"name": None, "type": None, "description": None}
MODEL: Place = {
    "name": None, "description": None, "config": None, "columns": COLUMN, "data_tests": None, "constraints": None,
}  # fmt: skip
FIXTURE: Place = {"input": None, "rows": None, "format": None, "fixture": None}
OVERRIDES: Place = {"macros": None, "vars": None, "env_vars": None}
UNIT_TEST: Place = {
    "name": None, "model": None, "description": None, "given": FIXTURE, "expect": FIXTURE, "overrides": OVERRIDES,
    "config": None,
}  # fmt: skip
SOURCE: Place = {
    "name": None, "description": None, "schema": None, "database": None, "config": None, "meta": None,
    "tables": {**MODEL, "identifier": None},
}  # fmt: skip
EXPOSURE: Place = {
    "name": None, "label": None, "type": None, "maturity": None, "url": None, "description": None, "depends_on": None,
    "owner": {"name": None, "email": None}, "config": None,
}  # fmt: skip
PROPERTIES: Place = {
    "version": None,
    "models": MODEL,
    "seeds": MODEL,
    "sources": SOURCE,
    "unit_tests": UNIT_TEST,
    "exposures": EXPOSURE,
    "macros": {"name": None, "description": None, "arguments": ARGUMENT, "config": None},
    "data_tests": {"name": None, "description": None, "config": None},
}
PROJECT: Place = dict.fromkeys(
    (
        "name", "version", "config-version", "profile", "require-dbt-version", "model-paths", "seed-paths",
        "macro-paths", "test-paths", "docs-paths", "analysis-paths", "snapshot-paths", "asset-paths", "target-path",
        "log-path", "clean-targets", "vars", "flags", "models", "seeds", "data_tests", "unit_tests", "exposures",
        "dispatch", "on-run-start", "on-run-end", "query-comment",
    )
)  # fmt: skip


def unknown_keys(root: Path, files: Sequence[Path]) -> Iterator[str]:
    """`file: path.to.key` for every key that stands on no list, in the property files and the project file of dbt."""
    for path in files:
        if path.parts[0] == "dbt" and path.suffix in {".yml", ".yaml"} and path.name != "profiles.yml":
            place = PROJECT if path.name == "dbt_project.yml" else PROPERTIES
            content = yaml.safe_load((root / path).read_text(encoding="utf-8"))
            yield from (f"{path}: {key}" for key in _unknown(content, place, ""))


def _unknown(content: object, place: Place | None, trail: str) -> Iterator[str]:
    if place is None or content is None:
        return
    if isinstance(content, list):
        for number, item in enumerate(content):
            yield from _unknown(item, place, f"{trail}[{number}]")
    elif isinstance(content, dict):
        for key, value in content.items():
            if key not in place:
                yield f"{trail}.{key}".lstrip(".")
            else:
                yield from _unknown(value, place[key], f"{trail}.{key}")


def test_every_key_in_the_yaml_of_dbt_is_one_that_dbt_reads(root: Path, files: Sequence[Path]) -> None:
    assert sum(path.parts[0] == "dbt" and path.suffix == ".yml" for path in files) > 10
    assert list(unknown_keys(root, files)) == []


def test_the_check_has_been_seen_to_fail(planted: Planted) -> None:
    hyphen = "models:\n  - name: a\n    columns:\n      - name: b\n        data-tests: [not_null]\n"
    assert list(unknown_keys(*planted("dbt/models/a.yml", hyphen))) == [
        "dbt/models/a.yml: models[0].columns[0].data-tests"
    ]
    assert list(unknown_keys(*planted("dbt/models/b.yml", "unit-tests: []\n"))) == ["dbt/models/b.yml: unit-tests"]
    assert list(unknown_keys(*planted("dbt/dbt_project.yml", "model_paths: [x]\n"))) == [
        "dbt/dbt_project.yml: model_paths"
    ]
