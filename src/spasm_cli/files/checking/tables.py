"""What is wrong with the tables of a knowledge file that could not be read: the names of the tables, and every entry."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, inspect

from spasm_cli.core.entries import Cause, Flag, Question, Source, Step
from spasm_cli.core.knowledge import Tables
from spasm_cli.core.vocabulary import About, Level, LevelText, Review, Scoring
from spasm_cli.errors import suggest
from spasm_cli.files.checking.mistakes import keys_of, problems_in, problems_of_kind
from spasm_cli.files.checking.problems import Found, Problem
from spasm_cli.text import shorten

_TABLES: Mapping[str, type[Struct]] = {"meta": About, "scoring": Scoring}
_LISTS: Mapping[str, type[Struct]] = {
    "questions": Question,
    "flags": Flag,
    "causes": Cause,
    "steps": Step,
    "sources": Source,
}


def problems_of(raw: Mapping[str, Any]) -> Iterator[Found]:
    """Yield every problem of a parsed file; there is one just when it cannot be converted to `Knowledge`."""
    levels = raw["levels"] if isinstance(raw.get("levels"), dict) else {}
    yield from _strangers(raw, levels)
    tables = {name: raw.get(name) for name in _TABLES}
    tables |= {f"levels.{level}": levels.get(level) for level in Level}
    for name, table in tables.items():
        if table is None:
            yield Problem(name, "", "the table is missing"), [0]
        else:
            yield from problems_in(name, 0, table, _TABLES.get(name, LevelText))
    if "review" in raw:
        yield from problems_in("review", 0, raw["review"], Review)
    for name in ("places", "sets"):
        yield from _of_free_names(name, raw.get(name, {}), keys_of(Tables)[name])
    for name, struct in _LISTS.items():
        entries = raw.get(name, [])
        if not isinstance(entries, list):
            yield Problem(name, "", f"expected [[{name}]], with two brackets"), [0]
            continue
        for place, entry in enumerate(entries):
            if struct is Cause:
                yield from _below_findings(entry, place)
            yield from problems_in(name, place, entry, struct)


def _strangers(raw: Mapping[str, Any], levels: Mapping[str, Any]) -> Iterator[Found]:
    known = [*keys_of(Tables)]
    for name in raw:
        if name not in known:
            yield Problem(name, "", f'no such table "{shorten(name)}"{suggest(name, known)}'), [0]
    known = list(Level)
    for name in levels:
        if name not in known:
            yield Problem(f"levels.{name}", "", f"no such level{suggest(name, known)}"), [0]


def _of_free_names(name: str, table: object, key: inspect.Field) -> Iterator[Found]:
    """Look at a table whose keys may have any name: first whether it is one, then each of its own tables where it stands."""
    if isinstance(table, dict) and isinstance(key.type, inspect.DictType) and name == "places":
        if not table:
            yield Problem(name, "", "the table is missing"), [0]
        for inner, value in table.items():
            yield from problems_of_kind(f"{name}.{inner}", 0, value, key.type.value_type)
    else:
        yield from problems_of_kind(name, 0, table, key.type)


def _below_findings(cause: object, place: int) -> Iterator[Found]:
    """Find the trap of TOML: a plain key typed below [causes.findings] belongs to the findings. It is put where it was meant."""
    findings = cause.get("findings") if isinstance(cause, dict) else None
    if not isinstance(cause, dict) or not isinstance(findings, dict):
        return
    for name in [name for name in findings if name in keys_of(Cause) and not _of_tables(findings[name])]:
        message = f'"{name}" stands below [causes.findings]; move it above that line'
        if name in cause:
            message = f'"{name}" stands below [causes.findings], and above that line, too; delete this one'
        yield Problem("causes.findings", str(cause.get("id", "")), message, (name,)), [place]
        cause.setdefault(name, findings.pop(name))


def _of_tables(value: object) -> bool:
    """Tell a question that happens to be called like a key of a cause."""
    return isinstance(value, dict) and all(isinstance(inner, dict) for inner in value.values())
