"""Named sets of answers in a knowledge file, `@older`: put into every condition before the file is taken in, so that nothing else meets one."""

from collections.abc import Iterator
from typing import Any

from spasm_cli.errors import suggest
from spasm_cli.files.checking.problems import Found, Problem
from spasm_cli.text import shorten

MARK = "@"


def put_in(raw: dict[str, Any]) -> Iterator[Found]:
    """Replace each set in the conditions of a parsed file by its members, and yield what is wrong with them.

    In `any` and `none` each member counts; in `all` any of them will do.
    """
    sets = raw.get("sets", {})
    if not isinstance(sets, dict) or not all(_is_set(members) for members in sets.values()):
        yield Problem("sets", "", 'write a set as name = ["question.option", "question.option"]'), [0]
        return
    for name, members in sets.items():
        for member in members:
            if member.startswith(MARK):
                yield Problem("sets", "", f'{name}: "{shorten(member)}" is a set; name answers', (name,)), [0]
    for table, entries in raw.items():
        if isinstance(entries, list):
            for place, entry in enumerate(entries):
                for name in _put_in(entry, sets):
                    known = [MARK + each for each in sets]
                    message = f'no set "{shorten(name)}"{suggest(name, known)}'
                    given = str(entry.get("id", "")) if isinstance(entry, dict) else ""
                    yield Problem(table, given, message, (name,)), [place]


def _is_set(members: object) -> bool:
    return isinstance(members, list) and bool(members) and all(isinstance(each, str) for each in members)


def _put_in(value: object, sets: dict[str, list[str]]) -> Iterator[str]:
    """Put sets into the conditions of an entry; yield the names of those that are not there."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"all", "any", "none"} and isinstance(inner, list):
                value[key] = [*_members(inner, sets, inside_all=key == "all")]
                yield from _left(value[key])
            else:
                yield from _put_in(inner, sets)
    elif isinstance(value, list):
        for inner in value:
            yield from _put_in(inner, sets)


def _members(names: list[Any], sets: dict[str, list[str]], *, inside_all: bool) -> Iterator[Any]:
    for name in names:
        if isinstance(name, list):
            yield [*_members(name, sets, inside_all=False)]
        elif isinstance(name, str) and name[1:] in sets and name.startswith(MARK):
            if inside_all:
                yield [*sets[name[1:]]]
            else:
                yield from sets[name[1:]]
        else:
            yield name


def _left(names: list[Any]) -> Iterator[str]:
    for name in names:
        if isinstance(name, list):
            yield from _left(name)
        elif isinstance(name, str) and name.startswith(MARK):
            yield name
