"""The knowledge file, found, read and checked: either a whole `Knowledge`, or every problem in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from spasm_cli.core.knowledge import Knowledge, Tables
from spasm_cli.errors import MOST_PROBLEMS, KnowledgeError, SpasmError
from spasm_cli.files import compiled, sets
from spasm_cli.files.checking.problems import Found, Problem, as_lines
from spasm_cli.files.reading import decode, parse_toml, read_bytes, shown_name, unsafe_message
from spasm_cli.files.shipped import data_file, from_environment
from spasm_cli.files.signing import digest, signature
from spasm_cli.files.translation import speak_as, words_for
from spasm_cli.files.words_file import say, speak, words_in_use
from spasm_cli.text import may_be_unsafe, spelt, unsafe_texts

_SHIPPED = "causes.toml"


class Loaded(msgspec.Struct, frozen=True):
    """A knowledge file as far as it could be read, with what is wrong with it, each as `file:line: …`."""

    knowledge: Knowledge | None
    errors: tuple[str, ...]
    warnings: tuple[str, ...]


def knowledge_path(chosen: str | None) -> str:
    """Return the knowledge file to use: the one chosen, else SPASM_KNOWLEDGE, else the built-in one."""
    return chosen or from_environment() or str(data_file(_SHIPPED))


@contextmanager
def origin_named(chosen: str | None) -> Iterator[None]:
    """Where the environment chose the file, say so in what is wrong with it."""
    try:
        yield
    except SpasmError as error:
        if not chosen and from_environment():
            error.args = (say("knowledge_file.from_environment", problem=error),)
        raise


def load_knowledge(chosen: str | None) -> Knowledge:
    """Load the knowledge file to use.

    Raises:
        KnowledgeError: with every problem in the file.
        SpasmError: it cannot be read, or is not TOML.
    """
    path = knowledge_path(chosen)
    with origin_named(chosen):
        if found := _compiled(path):
            speak(found.words)
            return found
        loaded = inspect(path, warnings=False)
        if loaded.knowledge is None or loaded.errors:
            raise KnowledgeError(say("knowledge_file.unusable", file=shown_name(path)), loaded.errors)
    return loaded.knowledge


@cache
def built_in() -> Knowledge:
    """Return the knowledge that comes with the program, whichever is in use; messages stay in the language of that.

    Raises:
        KnowledgeError: with every problem in the file.
        SpasmError: it cannot be read.
    """
    words = words_in_use()
    try:
        return load_knowledge(str(data_file(_SHIPPED)))
    finally:
        speak(words)


def _compiled(path: str) -> Knowledge | None:
    """Return what the wheel holds of the shipped file, ready made; None of any other file."""
    beside = Path(path).parent / compiled.NAME
    return compiled.read_compiled(Path(path), read_bytes(path)) if beside.is_file() else None


def inspect(path: str, *, warnings: bool = True) -> Loaded:
    """Read a knowledge file and find everything that is wrong with it.

    Raises:
        SpasmError: it cannot be read, or is not TOML.
    """
    data = read_bytes(path)
    text = decode(data, path)
    speak_as(path, text)
    if text.lstrip().startswith(("<", "{")) or text.startswith(f"{say('result.urgency')}: "):
        # A page, JSON, or a result as plain lines.
        raise SpasmError(say("knowledge_file.another", file=shown_name(path)))
    raw = parse_toml(text, path)
    if raw and not raw.keys() & set(Tables.__struct_fields__):
        raise SpasmError(say("knowledge_file.another", file=shown_name(path)))
    from spasm_cli.files.checking import checks  # noqa: PLC0415 - a compiled file was checked when it was made

    knowledge, problems = _build(path, raw, data, text)
    if knowledge is not None:
        found = checks.check(knowledge, warnings=warnings)
        if warnings and not (problems or any(not problem.warning for problem in found)):
            found = [*_weaker(knowledge, data), *found]
        problems += [(problem, _places(raw, problem)) for problem in found]
    lines = as_lines(path, text, problems)
    return Loaded(
        knowledge,
        tuple(line for line, warning in lines if not warning),
        tuple(line for line, warning in lines if warning),
    )


def _build(path: str, raw: dict[str, Any], data: bytes, text: str) -> tuple[Knowledge | None, list[Found]]:
    if isinstance(raw.get("meta"), dict) and raw["meta"].get("schema") == 1:
        raise SpasmError(say("knowledge_file.old", file=shown_name(path)))
    problems = list(islice(_unsafe(raw, text), MOST_PROBLEMS + 1))
    # What was signed names the sets.
    before = deepcopy(raw) if "review" in raw else None
    if "sets" in raw:
        problems += islice(sets.put_in(raw), MOST_PROBLEMS + 1)
    try:
        tables = msgspec.convert(raw, Tables)
    except msgspec.ValidationError:
        from spasm_cli.files.checking.tables import problems_of  # noqa: PLC0415 - only wanted once something is wrong

        problems += islice(problems_of(raw), MOST_PROBLEMS + 1)
        if not problems:
            raise
    if problems:
        return None, problems
    words = words_for(tables.meta.language, path)
    speak(words)
    found = Knowledge(**asdict(tables), words=words, sha256=digest(data))
    return (replace(found, signature=signature(before, words)) if before else found), []


def _weaker(knowledge: Knowledge, data: bytes) -> list[Problem]:
    """Return how its danger rules fall short of the built-in ones."""
    from spasm_cli.files.checking.weaker import weaker_rules  # noqa: PLC0415 - a compiled file was checked when it was made

    itself = data == data_file(_SHIPPED).read_bytes()
    return [] if itself else list(weaker_rules(built_in(), knowledge))


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
