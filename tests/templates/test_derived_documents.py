"""JSON Schemas and data dictionary are derived from the contracts; the committed files are the derived ones."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from ingestion.contracts.loading import load
from ingestion.workbooks.documents import documents, write_documents

DOCS = Path(__file__).parents[2] / "docs"


def test_committed_documents_are_up_to_date():
    """After a change of a contract run `python -m ingestion.workbooks docs`, and look at the difference."""
    derived = documents(load())
    stale = [name for name, text in derived.items() if (DOCS / name).read_text(encoding="utf-8") != text]
    assert stale == []
    assert {f"schemas/{p.name}" for p in (DOCS / "schemas").glob("*.json")} == {
        n for n in derived if n != "dictionary.md"
    }


def test_a_schema_of_a_type_that_is_gone_is_removed(tmp_path):
    """Writing the documents leaves no schema behind that no contract stands for."""
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "gone_type.json").write_text("{}", encoding="utf-8")
    write_documents(tmp_path, load())
    assert not (tmp_path / "schemas" / "gone_type.json").exists()


def test_schemas_are_valid_and_refuse_what_the_contract_refuses():
    """Each schema is JSON Schema 2020-12; unknown fields, missing fields and wrong codes are refused."""
    for name in documents(load()):
        if name.endswith(".json"):
            Draft202012Validator.check_schema(json.loads((DOCS / name).read_text(encoding="utf-8")))
    schema = json.loads((DOCS / "schemas" / "service_activity_held.json").read_text(encoding="utf-8"))
    check = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate
    good = {"activity_no": "HD-1", "series": "summer_cool", "channel": "on_site", "held_on": "2022-07-01"}
    check(good)
    for broken in (
        {**good, "series": "夏天"},
        {**good, "held_on": "2022-02-30"},
        {**good, "leader": "张三"},
        {k: v for k, v in good.items() if k != "held_on"},
    ):
        with pytest.raises(ValidationError):
            check(broken)


def test_the_dictionary_names_every_field():
    """The dictionary says what each stored field is; a card number appears under the name of its pseudonym."""
    text = (DOCS / "dictionary.md").read_text(encoding="utf-8")
    for contract in load().facts.values():
        assert f"### `{contract.type}`" in text
        for column in contract.fields:
            assert f"`{column.stored_as}`" in text
    assert "| `member_card_no`" not in text
