"""The knowledge file, found, read and checked: either a whole `Knowledge`, or every problem in it."""

import os
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from spasm_cli.core.entries import Cause, Flag, Question, Source, Step
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import About, Level, LevelText, Scoring
from spasm_cli.errors import MOST_PROBLEMS, KnowledgeError, suggest
from spasm_cli.files.checking import checks
from spasm_cli.files.checking.mistakes import below_findings, mistakes_in
from spasm_cli.files.checking.problems import Found, Problem, as_lines
from spasm_cli.files.reading import decode, parse_toml, read_bytes, shown_name
from spasm_cli.text import may_be_unsafe, shorten, spelt, unsafe_message, unsafe_texts

LISTS: Mapping[str, type[msgspec.Struct]] = {
    "questions": Question,
    "flags": Flag,
    "causes": Cause,
    "steps": Step,
    "sources": Source,
}
_TABLES: Mapping[str, type[msgspec.Struct]] = {"meta": About, "scoring": Scoring}


class Loaded(msgspec.Struct, frozen=True):
    """A knowledge file as far as it could be read, with what is wrong with it, each as `file:line: …`."""

    knowledge: Knowledge | None
    errors: tuple[str, ...]
    warnings: tuple[str, ...]


def data_file(name: str) -> Path:
    """Find a shipped data file: inside the installed package, or at the top of the checkout.

    The wheel carries a copy; an editable install reads the file that people edit.
    """
    here = Path(__file__).parents[1]
    packaged = here / "data" / name
    return packaged if packaged.is_file() else here.parents[1] / "data" / name


def knowledge_path(chosen: str | None) -> str:
    """Return the knowledge file to use: the one chosen, else SPASM_KNOWLEDGE, else the built-in one."""
    return chosen or os.environ.get("SPASM_KNOWLEDGE") or str(data_file("causes.toml"))


def load_knowledge(path: str) -> Knowledge:
    """Load a knowledge file.

    Raises:
        KnowledgeError: with every problem in the file.
        SpasmError: it cannot be read, or is not TOML.
    """
    loaded = inspect(path, warnings=False)
    if loaded.knowledge is None or loaded.errors:
        raise KnowledgeError(f"{shown_name(path)}: the knowledge file cannot be used.", loaded.errors)
    return loaded.knowledge


def inspect(path: str, *, warnings: bool = True) -> Loaded:
    """Read a knowledge file and find everything that is wrong with it.

    Raises:
        SpasmError: it cannot be read, or is not TOML.
    """
    data = read_bytes(path)
    text = decode(data, path)
    raw = parse_toml(text, path)
    knowledge, problems = _build(raw, data, text)
    if knowledge is not None:
        problems += [
            (problem, _places(raw, problem)) for problem in checks.check(knowledge, warnings=warnings)
        ]
    lines = as_lines(path, text, problems)
    return Loaded(
        knowledge,
        tuple(line for line, warning in lines if not warning),
        tuple(line for line, warning in lines if warning),
    )


def _build(raw: dict[str, Any], data: bytes, text: str) -> tuple[Knowledge | None, list[Found]]:
    known = [*_TABLES, "levels", *LISTS]
    problems = [
        (Problem(name, "", f'no such table "{shorten(name)}"{suggest(name, known)}'), [0])
        for name in islice((name for name in raw if name not in known), MOST_PROBLEMS + 1)
    ]
    built: dict[str, Any] = {}
    for name, struct in _TABLES.items():
        built[name] = _convert(name, 0, raw.get(name), struct, problems)
    built["levels"] = _levels(raw.get("levels"), problems)
    for name, struct in LISTS.items():
        entries = raw.get(name, [])
        if not isinstance(entries, list):
            problems.append((Problem(name, "", f"expected [[{name}]], with two brackets"), [0]))
            continue
        built[name] = _convert_list(name, entries, struct, problems)
    problems[:0] = islice(_unsafe(raw, text), MOST_PROBLEMS + 1)
    if any(not problem.warning for problem, _ in problems):
        return None, problems
    return Knowledge(**built, file=data), problems


def _convert_list(
    name: str, entries: list[object], struct: type[msgspec.Struct], problems: list[Found]
) -> tuple[Any, ...]:
    """Convert at one go, and entry by entry only to say what is wrong."""
    try:
        return msgspec.convert(entries, tuple[struct, ...])  # type: ignore[valid-type]  # a type chosen at run time
    except msgspec.ValidationError:
        built = []
        for place, entry in enumerate(entries):
            if len(problems) > MOST_PROBLEMS:
                break
            built.append(_convert(name, place, entry, struct, problems))
        return tuple(built)


def _levels(raw: object, problems: list[Found]) -> dict[Level, Any]:
    table = raw if isinstance(raw, dict) else {}
    for name in islice((name for name in table if name not in list(Level)), MOST_PROBLEMS + 1):
        message = f"no such level{suggest(name, [str(level) for level in Level])}"
        problems.append((Problem(f"levels.{name}", "", message), [0]))
    return {level: _convert(f"levels.{level}", 0, table.get(level), LevelText, problems) for level in Level}


def _convert(table: str, place: int, raw: object, struct: type[msgspec.Struct], problems: list[Found]) -> Any:  # noqa: ANN401 - one of the structs of the file
    if raw is None:
        problems.append((Problem(table, "", "the table is missing"), [place]))
        return None
    if table == "causes":
        problems += [(problem, [place]) for problem in below_findings(raw)]
    try:
        return msgspec.convert(raw, struct)
    except msgspec.ValidationError as error:
        entry_id = str(raw.get("id", "")) if isinstance(raw, dict) else ""
        found = list(islice(mistakes_in(raw, struct), MOST_PROBLEMS + 1)) or [("", str(error), ())]
        problems += [
            (Problem(table, entry_id, f"{key}: {message}" if key else message, words), [place])
            for key, message, words in found
        ]
        return None


def _places(raw: dict[str, Any], problem: Problem) -> list[int]:
    """Return which entries of its table have the id of a problem."""
    entries = raw.get(problem.table)
    if not isinstance(entries, list):
        return [0]
    return [place for place, entry in enumerate(entries) if entry.get("id") == problem.id] or [0]


def _unsafe(raw: dict[str, Any], text: str) -> Iterator[Found]:
    """Yield a problem for every text with a character that could steer a terminal or a reader's eye."""
    for path, character in unsafe_texts(raw) if may_be_unsafe(text) else ():
        table, *rest = path
        place = rest.pop(0) if rest and isinstance(rest[0], int) else 0
        if table == "levels" and rest:
            table = f"levels.{rest.pop(0)}"
        word = spelt(character, text) or str(path[-1])
        yield Problem(str(table), "", unsafe_message(tuple(rest), character), (word,)), [int(place)]
