"""The JSON Schema of the knowledge file: what editors complete and check by, held by an independent validator."""

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import warm
from hypothesis import given, settings
from jsonschema import Draft7Validator
from msgspec.structs import fields
from mutations import bent, broken
from schema import Levels, schema, schema_json
from test_mistakes import FILE, refused

from spasm_cli.core.knowledge import Tables
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.knowledge_file import inspect
from spasm_cli.files.shipped import data_file

SHIPPED = data_file("causes.schema.json")
VALIDATOR = Draft7Validator(json.loads(SHIPPED.read_bytes()))


def complaints(text: str) -> list[str]:
    """What the schema has against a knowledge file, as `place: message`."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(tomllib.loads(text))]


def test_the_shipped_schema_is_what_the_structs_say() -> None:
    assert SHIPPED.read_bytes() == schema_json(), "run `python scripts/schema.py`, and look at what changed"


def test_the_command_writes_the_shipped_schema() -> None:
    run = warm.run(
        [sys.executable, "-m", "spasm_cli", "knowledge", "schema"], capture_output=True, check=True
    )
    assert run.stdout == SHIPPED.read_bytes()


def test_it_is_a_schema_of_draft_7_without_siblings_of_a_reference() -> None:
    Draft7Validator.check_schema(VALIDATOR.schema)

    def lone(part: Any) -> bool:
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        return not (isinstance(part, dict) and "$ref" in part and len(part) > 1) and all(map(lone, inner))

    assert lone(VALIDATOR.schema)


def test_the_shipped_file_validates(shipped_text: str) -> None:
    assert complaints(shipped_text) == []


MISTAKES = [
    ("an unknown key", r"^clinical_name =", "clinical =", "'clinical' was unexpected"),
    ("an unknown table", r"^\[scoring\]", "[scroing]", "'scroing' was unexpected"),
    ("an unknown level", r"^\[levels.same_day\]", "[levels.sameday]", "'sameday' was unexpected"),
    ("a missing key", r"^claim =", "# claim =", "'claim' is a required property"),
    ("a level that is no level", r'^urgency = "same_day"', 'urgency = "today"', "'today' is not one of"),
    ("a kind that is no kind", r'^kind = "pattern"', 'kind = "cause"', "'cause' is not one of"),
    ("a share of 1", r"^region.calf = { p = [0-9.]+", "region.calf = { p = 1", "1 is greater than or equal"),
    ("a share of 0", r"^region.calf = { p = [0-9.]+", "region.calf = { p = 0.0", "0.0 is less than or equal"),
    ("a finding without a source", r"^(region.calf = .*), from = .* }", r"\1 }", "'from' is a required"),
    ("a number for a text", r"^ask = .*", "ask = 1", "1 is not of type 'string'"),
    ("a number for a word of a place", r"^emergency = .*", "emergency = 1", "1 is not valid under any"),
    (
        "a count of halves",
        r"(^region.calf = { )p = [0-9.]+",
        r"\1yes = 1.5, of = 3",
        "1.5 is not of type 'integer'",
    ),
    ("no places at all", r"^\[places\.", "[place.", "'places' is a required property"),
    (
        "a set that is no list",
        r"^\[sets\]",
        '[sets]\nolder = "age.75_or_over"',
        "is not of type 'array'",
    ),
    ("a signature by hand", r"^\[scoring\]", '[review]\nsha256 = "x"\n[scoring]', "'x' does not match"),
    ("a language in words", r"^language = .*", 'language = "English"', "'English' does not match"),
    ("a long short name", r"^short = .*", f'short = "{"x" * 31}"', "is too long"),
    ("a question without a short name", r"^short = .*", "", "'short' is a required property"),
    ("a share of the first form", r"(^region.calf = ).*", r"\1 0.8", "0.8 is not of type 'object'"),
    ("a time that is no time", r"^urgency =", 'within = "soon"\nurgency =', "'soon' is not one of"),
    ("an empty text", r"^title = .*", 'title = ""', "'' should be non-empty"),
    ("an id with a capital", r'^id = "', 'id = "A', "does not match '^[a-z0-9]"),
    ("a condition with a wrong key", r"^when = { any =", "when = { or =", "is not valid under any"),
]


@pytest.mark.parametrize(
    ("pattern", "new", "message"), [entry[1:] for entry in MISTAKES], ids=[entry[0] for entry in MISTAKES]
)
def test_a_mistake_is_refused_by_the_schema_and_by_validate(
    shipped_text: str, tmp_path: Path, *, pattern: str, new: str, message: str
) -> None:
    every = pattern.endswith("places\\.")
    text, changed = re.subn(pattern, new, shipped_text, count=0 if every else 1, flags=re.MULTILINE)
    assert changed
    found = complaints(text)
    assert any(message in one for one in found), found
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    assert inspect(str(own)).errors


@settings(max_examples=200, deadline=None)
@given(broken(FILE, most=2) | bent(FILE, most=4))
def test_what_we_take_the_schema_takes(raw: dict[str, Any]) -> None:
    """An editor underlines nothing that `validate` would let pass; the other way round there is more to say."""
    if not refused(raw, Tables):
        assert [error.message for error in VALIDATOR.iter_errors(raw)] == []


def test_the_file_may_hold_the_tables_that_we_read_and_needs_those_that_we_need() -> None:
    for key, wanted in (("required", True), ("properties", False)):
        assert {*schema()[key]} == {
            field.encode_name for field in fields(Tables) if field.required or not wanted
        }


def test_every_key_says_what_it_is_for() -> None:
    """The words of a type that several keys share, such as `Id`, are no sentence, and not enough."""
    whole = schema()
    keys = {
        f"{name}.{key}": field.get("description", "")
        for name, table in {**whole["definitions"], "the file": whole}.items()
        for key, field in table.get("properties", {}).items()
    }
    assert len(keys) > 100
    assert [key for key, words in keys.items() if not re.fullmatch(r"\S.*\.", words)] == []


def test_the_levels_of_the_schema_are_the_levels() -> None:
    assert set(Levels.__struct_fields__) == {str(level) for level in Level}


def test_the_file_names_its_schema_the_way_toml_editors_expect(shipped_text: str) -> None:
    directive, name = shipped_text.splitlines()[0].split(" ")
    assert directive == "#:schema"
    assert data_file("causes.toml").parent / name == SHIPPED
    assert name.startswith("./")
