"""The program's own words, found and checked: complete, or refused with the list of what is missing."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from spasm_cli.core.words import Text, Words, placeholders
from spasm_cli.errors import MOST_PROBLEMS, KnowledgeError, suggest
from spasm_cli.files.reading import decode, parse_toml, read_bytes, shown_name
from spasm_cli.files.shipped import data_file, find_data
from spasm_cli.text import shorten, unsafe_message, unsafe_texts

OWN = "words.toml"
"""In the language that the program was written in; what it holds, every other must hold."""


_in_use: list[Words] = []
"""The words of the knowledge that was loaded last; messages speak its language."""


def say(key: str, **values: object) -> str:
    """Return a text for a message, in the language of the knowledge in use, else in that of the program."""
    return words_in_use()(key, **values)


def words_in_use() -> Words:
    """Return the words of the knowledge that was loaded last, else those of the program."""
    return _in_use[-1] if _in_use else own_words()


def speak(words: Words) -> None:
    """Have messages speak in these words from now on."""
    _in_use[:] = [words]


@cache
def own_words() -> Words:
    """Return the words that come with the program."""
    raw = _read(str(data_file(OWN)))
    return Words(language=raw.pop("language"), texts=raw)


def words_for(language: str, beside: str) -> Words:
    """Return the words of a language: those that stand beside a knowledge file, else those that come with the program.

    Raises:
        KnowledgeError: they are not complete, with everything that is missing or odd.
        SpasmError: there are none, or they cannot be read.
    """
    own, name = own_words(), in_language(OWN, language)
    if name == OWN:
        return own
    path = str(find_beside(name, beside) or data_file(name))
    raw = _read(path)
    said = raw.pop("language", "")
    problems = list(_problems(own.texts, raw))[: MOST_PROBLEMS + 1]
    if _code(str(said)) != _code(language):
        problems.insert(0, f'language: expected "{language}", got "{shorten(str(said))}"')
    if problems:
        raise KnowledgeError(f"{shown_name(path)}: these words cannot be used.", problems)
    return Words(language=str(said), texts=raw)


def in_language(name: str, language: str) -> str:
    """Return what a file is called in a language: words.toml in that of the program, words.de.toml in German."""
    stem, _, ending = name.partition(".")
    own = _code(language) == _code(own_words().language)
    return name if own else f"{stem}.{_code(language)}.{ending}"


def find_beside(name: str, knowledge: str) -> Path | None:
    """Find a file of a language beside a knowledge file, else among those that come with the program."""
    near = Path(knowledge).with_name(name)
    return near if near.is_file() else find_data(name)


def _code(language: str) -> str:
    return language.partition("-")[0].lower()


def _read(path: str) -> dict[str, Any]:
    return parse_toml(decode(read_bytes(path), path), path)


def _problems(own: Mapping[str, Mapping[str, Text]], raw: Mapping[str, Any]) -> Iterator[str]:
    for name in raw:
        if name not in own:
            yield f"{shorten(name)}: no such table{suggest(name, list(own))}"
    for name, table in own.items():
        theirs = raw.get(name)
        if not isinstance(theirs, dict):
            yield f"{name}: this table is missing"
            continue
        for key in theirs:
            if key not in table:
                yield f"{name}.{shorten(key)}: no such text{suggest(key, list(table))}"
        for key, text in table.items():
            yield from (f"{name}.{key}: {problem}" for problem in _in_text(text, theirs.get(key)))
    for at, character in unsafe_texts(dict(raw)):
        yield unsafe_message(at, character)


def _in_text(own: Text, theirs: object) -> Iterator[str]:
    if theirs is None or theirs == "":
        yield "this text is missing"
        return
    wanted = placeholders(own)
    texts = {"": theirs} if isinstance(theirs, str) or isinstance(own, str) else theirs
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        yield "expected text in quotes" if isinstance(own, str) else 'expected texts by number, with "other"'
        return
    if not isinstance(theirs, str) and "other" not in texts:
        yield '"other" is missing'
    for number, text in texts.items():
        if number not in {"", "other"} and not all(part.isdigit() for part in number.split("-")):
            yield f'"{shorten(number)}" is no number, no range such as 2-4, and not "other"'
        if odd := placeholders(text) ^ wanted:
            yield f"{{{min(odd)}}} stands {'only here' if min(odd) not in wanted else 'not here'}"
