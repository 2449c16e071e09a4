"""What is wrong with the tables of a knowledge file that was refused: their names, and every entry."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, inspect

from spasm_cli.core.entries import Cause
from spasm_cli.core.knowledge import Tables
from spasm_cli.core.vocabulary import Level, LevelText
from spasm_cli.files.checking.mistakes import keys_of, problems_in, problems_of_kind
from spasm_cli.files.checking.problems import Found, Problem
from spasm_cli.files.words_file import say, suggest
from spasm_cli.text import shorten


def problems_of(raw: Mapping[str, Any]) -> Iterator[Found]:
    """Yield every problem of a parsed file; there is one just when msgspec does not take it for `Tables`."""
    known, levels = keys_of(Tables), raw.get("levels")
    for name in raw:
        if name not in known:
            yield (
                Problem(
                    name, "", say("mistake.no_table", table=shorten(name), hint=suggest(name, list(known)))
                ),
                [0],
            )
    for name, field in known.items():
        match field.type:
            case inspect.StructType(struct):
                yield from _in_table(name, raw.get(name), struct)
            case inspect.VarTupleType(inspect.StructType(struct)):
                yield from _in_list(name, raw.get(name, []), struct)
            case inspect.DictType(_, inspect.DictType() as kind):
                yield from _in_places(name, raw.get(name), kind)
            case _ if name == "levels":
                yield from _in_levels(levels if isinstance(levels, dict) else {})
            case kind:
                if name in raw:
                    yield from problems_of_kind(name, 0, raw[name], kind)


def _in_table(name: str, table: object, struct: type[Struct]) -> Iterator[Found]:
    if table is None:
        yield Problem(name, "", say("mistake.table_missing")), [0]
    else:
        yield from problems_in(name, 0, table, struct)


def _in_places(name: str, places: object, kind: inspect.Type) -> Iterator[Found]:
    """Look at a table of tables of any name, each where it stands."""
    if not isinstance(places, dict):
        yield Problem(name, "", say("mistake.table_missing" if places is None else "mistake.table")), [0]
        return
    for inner, place in places.items():
        yield from problems_of_kind(f"{name}.{inner}", 0, place, kind)


def _in_levels(levels: Mapping[str, object]) -> Iterator[Found]:
    for name in levels:
        if name not in list(Level):
            yield Problem(f"levels.{name}", "", say("mistake.no_level", hint=suggest(name, list(Level)))), [0]
    for level in Level:
        yield from _in_table(f"levels.{level}", levels.get(level), LevelText)


def _in_list(name: str, entries: object, struct: type[Struct]) -> Iterator[Found]:
    if not isinstance(entries, list):
        yield Problem(name, "", say("mistake.brackets", table=name)), [0]
        return
    for place, entry in enumerate(entries):
        if struct is Cause and isinstance(entry, dict):
            yield from _below_findings(entry, place)
        yield from problems_in(name, place, entry, struct)


def _below_findings(cause: dict[str, Any], place: int) -> Iterator[Found]:
    """Find the trap of TOML: a plain key typed below [causes.findings] belongs to the findings. It is put where it was meant."""
    findings = cause.get("findings")
    if not isinstance(findings, dict):
        return
    for name in [name for name in findings if name in keys_of(Cause)]:
        value = findings[name]
        if isinstance(value, dict) and all(isinstance(inner, dict) for inner in value.values()):
            continue  # a question of this name
        message = say("mistake.below_too" if name in cause else "mistake.below", key=name)
        yield Problem("causes.findings", str(cause.get("id", "")), message, (name,)), [place]
        cause.setdefault(name, findings.pop(name))
