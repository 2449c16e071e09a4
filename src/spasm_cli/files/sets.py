"""Named sets of answers in a knowledge file, `@older`: put into every condition before the file is taken in, so that nothing else meets one."""

from collections.abc import Iterator
from typing import Any

from spasm_cli.files.checking.problems import Found, Problem
from spasm_cli.files.words_file import say, suggest
from spasm_cli.text import shorten

MARK = "@"
MOST_PUT_IN = 100_000
"""Answers that sets stand for, all uses taken together."""


def put_in(raw: dict[str, Any]) -> Iterator[Found]:
    """Replace each set in the conditions of a parsed file by its members, and yield what is wrong with them.

    In `any` and `none` each member counts; in `all` any of them will do.
    """
    sets = raw.get("sets", {})
    if not isinstance(sets, dict) or not all(_is_set(members) for members in sets.values()):
        yield Problem("sets", "", say("check.sets")), [0]
        return
    for name, members in sets.items():
        for member in members:
            if member.startswith(MARK):
                message = say("check.set_in_set", name=name, member=shorten(member))
                yield Problem("sets", "", message, (name,)), [0]
    lists = [
        (table, place, entry, case, key)
        for table, place, entry in _entries(raw)
        for case, key in _lists(entry)
    ]
    used = [name for *_, case, key in lists for name in _named(case[key])]
    if sum(len(sets.get(name.removeprefix(MARK), ())) for name in used) > MOST_PUT_IN:
        yield Problem("sets", "", say("check.sets_too_long", most=MOST_PUT_IN)), [0]
        return
    for table, place, entry, case, key in lists:
        case[key] = [*_members(case[key], sets, inside_all=key == "all")]
        for name in _named(case[key]):
            if name.removeprefix(MARK) in sets:
                continue  # of a set that names it, which is told above
            near = suggest(name, [MARK + each for each in sets])
            message = say("check.no_set", name=shorten(name), hint=near)
            given = str(entry.get("id", "")) if isinstance(entry, dict) else ""
            yield Problem(table, given, message, (name,)), [place]


def _is_set(members: object) -> bool:
    return isinstance(members, list) and bool(members) and all(isinstance(each, str) for each in members)


def _entries(raw: dict[str, Any]) -> Iterator[tuple[str, int, Any]]:
    """Yield every entry of a list, with its table and its place there."""
    for table, entries in raw.items():
        for place, entry in enumerate(entries if isinstance(entries, list) else ()):
            yield table, place, entry


def _lists(value: object) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield where the lists of the conditions of an entry stand."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"all", "any", "none"} and isinstance(inner, list):
                yield value, key
            elif isinstance(inner, dict | list):
                yield from _lists(inner)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, dict | list):
                yield from _lists(inner)


def _named(names: list[Any]) -> Iterator[str]:
    """Yield the sets that a list of a condition names."""
    for name in names:
        if isinstance(name, list):
            yield from _named(name)
        elif isinstance(name, str) and name.startswith(MARK):
            yield name


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
