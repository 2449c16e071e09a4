"""The words of another language, found and checked: complete, or refused with the list of what is missing."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from spasm_cli.core.words import Text, Words, placeholders
from spasm_cli.errors import MOST_PROBLEMS, KnowledgeError, SpasmError
from spasm_cli.files.reading import decode, parse_toml, read_bytes, shown_name, unsafe_message
from spasm_cli.files.shipped import find_data
from spasm_cli.files.words_file import OWN, own_words, say, speak, suggest
from spasm_cli.text import shorten, unsafe_texts

_LANGUAGE = r"""(?m)^[ \t]*["']?language["']?[ \t]*=[ \t]*["']([a-z]{2,3})\b"""
_NUMBERS = re.compile("other|[0-9]+(-[0-9]+)?", re.ASCII)


def words_for(language: str, beside: str) -> Words:
    """Return the words of a language: those that stand beside a knowledge file, else those that come with the program.

    Raises:
        KnowledgeError: they are not complete, with everything that is missing or odd.
        SpasmError: there are none, or they cannot be read.
    """
    own, name = own_words(), in_language(OWN, language)
    if name == OWN:
        return own
    found = find_beside(name, beside)
    if found is None:
        raise SpasmError(
            say("words_file.none", language=shorten(language), name=name, file=shown_name(beside))
        )
    path = str(found)
    raw = parse_toml(decode(read_bytes(path), path), path)
    said = raw.pop("language", "")
    problems = list(_problems(own.texts, raw))[: MOST_PROBLEMS + 1]
    if _code(str(said)) != _code(language):
        problems.insert(0, say("words_file.language", language=language, got=shorten(str(said))))
    if problems:
        raise KnowledgeError(say("words_file.unusable", file=shown_name(path)), problems)
    return Words(language=str(said), texts=raw)


def speak_early(path: str) -> None:
    """Speak the language of a knowledge file before it is loaded, as far as that can be; what is wrong is told when it is."""
    with suppress(OSError, ValueError, SpasmError):
        if Path(path).is_file():
            speak_as(path, decode(read_bytes(path), path))


def speak_as(path: str, text: str) -> None:
    """Speak the language that the text of a knowledge file names, where that has words."""
    if named := re.search(_LANGUAGE, text):
        with suppress(SpasmError):
            speak(words_for(named[1], path))


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


def _problems(own: Mapping[str, Mapping[str, Text]], raw: Mapping[str, Any]) -> Iterator[str]:
    for name in raw:
        if name not in own:
            yield say("words_file.no_table", table=shorten(name), hint=suggest(name, list(own)))
    for name, table in own.items():
        theirs = raw.get(name)
        if not isinstance(theirs, dict):
            yield say("words_file.table_missing", table=name)
            continue
        for key in theirs:
            if key not in table:
                yield say("words_file.no_text", key=f"{name}.{shorten(key)}", hint=suggest(key, list(table)))
        for key, text in table.items():
            yield from (f"{name}.{key}: {problem}" for problem in _in_text(text, theirs.get(key)))
    for at, character in unsafe_texts(dict(raw)):
        yield unsafe_message(at, character)


def _in_text(own: Text, theirs: object) -> Iterator[str]:
    if theirs is None or theirs == "":
        yield say("words_file.missing")
        return
    wanted = placeholders(own)
    by_number = not isinstance(own, str) or "count" in wanted
    texts: Mapping[str, Any] = theirs if by_number and isinstance(theirs, dict) else {"": theirs}
    if not all(isinstance(text, str) for text in texts.values()):
        yield say("words_file.texts" if by_number else "words_file.text")
        return
    if not isinstance(theirs, str) and "other" not in texts:
        yield say("words_file.other")
    for number, text in texts.items():
        if texts is theirs and not _NUMBERS.fullmatch(number):
            yield say("words_file.number", number=shorten(number))
        # Of one, some languages name no number.
        if odd := (placeholders(text) ^ wanted) - ({"count"} if number.isdigit() else set()):
            key = "words_file.not_here" if min(odd) in wanted else "words_file.only_here"
            yield say(key, placeholder=f"{{{min(odd)}}}")
