"""Write data/causes.schema.json, the JSON Schema of the knowledge file, from the structs that the file is read into.

    python scripts/schema.py

Run it when a key of the file, or what is said of one, has changed; a test holds the two together.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec

from spasm_cli.core.entries import Cause, Flag, Question, Source, Step
from spasm_cli.core.places import Place
from spasm_cli.core.poses import Pose
from spasm_cli.core.vocabulary import About, FileStruct, LevelText, Reference, Review, Scoring, doc

SCHEMA = Path(__file__).parents[1] / "data" / "causes.schema.json"


class Levels(FileStruct, frozen=True):
    """The four levels by name, so that an editor completes them and misses none."""

    emergency: Annotated[LevelText, doc("Must not wait: the questions end at once.")]
    same_day: Annotated[LevelText, doc("To be seen or advised today.")]
    routine: Annotated[LevelText, doc("To be seen by appointment.")]
    self_care: Annotated[LevelText, doc("No flag was raised.")]


class KnowledgeFile(FileStruct, frozen=True):
    """The whole file as written."""

    meta: Annotated[About, doc("Who says this, for what, and since when.")]
    scoring: Annotated[Scoring, doc("The constants of the method.")]
    places: Annotated[
        Mapping[str, Place], doc("Numbers and words of each place; other is that of whoever lives in none.")
    ]
    levels: Annotated[Levels, doc("The four levels of urgency: emergency, same_day, routine, self_care.")]
    sets: Annotated[
        Mapping[str, tuple[Reference, ...]], doc("Answers under one name, to be used in conditions as @name.")
    ] = {}
    review: Annotated[Review | None, doc("Who signed the file; `spasm knowledge sign` writes it.")] = None
    questions: Annotated[tuple[Question, ...], doc("What is asked.")] = ()
    flags: Annotated[tuple[Flag, ...], doc("Rules that raise the urgency.")] = ()
    causes: Annotated[tuple[Cause, ...], doc("What it may be.")] = ()
    steps: Annotated[tuple[Step, ...], doc("What to do.")] = ()
    poses: Annotated[tuple[Pose, ...], doc("Drawings of steps, made of the direction of each limb.")] = ()
    sources: Annotated[tuple[Source, ...], doc("Where it comes from.")] = ()


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a knowledge file, with a description on every key.

    In draft 7, the newest that the common TOML editors read; there a $ref takes no siblings, hence allOf, and
    the root table stands at the top itself.
    """
    _, definitions = msgspec.json.schema_components([KnowledgeFile], ref_template="#/definitions/{name}")
    for definition in definitions.values():
        for field in definition.get("properties", {}).values():
            _without_null(field)
            if "$ref" in field:
                field["allOf"] = [{"$ref": field.pop("$ref")}]
            field.pop("default", None)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **definitions.pop(KnowledgeFile.__name__),
        "title": "spasm knowledge file",
        "definitions": definitions,
    }


def _without_null(field: dict[str, Any]) -> None:
    """Take out that a key may hold null, which TOML has no word for: a message about one type says more."""
    kinds = [kind for kind in field.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        del field["anyOf"]
        for name, value in kinds[0].items():
            field.setdefault(name, value)


def schema_json() -> bytes:
    """Return the schema as indented JSON with a newline at the end."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2) + b"\n"


if __name__ == "__main__":
    SCHEMA.write_bytes(schema_json())
