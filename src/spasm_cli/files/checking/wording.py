"""What msgspec says of a value that does not fit, in plain words, with how to mend it."""

import re
from collections.abc import Iterator
from enum import EnumType
from typing import Any, Literal, get_args, get_origin

from spasm_cli.core.entries import Condition
from spasm_cli.core.vocabulary import Share
from spasm_cli.errors import suggest
from spasm_cli.text import shorten

_OURS = {
    "`str`": "text in quotes",
    "`float`": "a number",
    "`int`": "a whole number",
    "`bool`": "true or false",
    "`array`": "a list",
    "`object`": "a table",
    "`object | array`": "a condition",
}
_PATTERNS = (
    ("regex '^you", 'must start with "you"'),
    ("regex '^(http", "must start with https:// or http://; leave url out for a book or a sheet of your own"),
    ("regex '^[a-z0-9]", "{value}: an id has only small letters, digits and _, and no _ in front"),
)
"""What stands in the message, and what to say instead."""
_ENDINGS = (
    ("number, got text", "; numbers stand without quotes"),
    ("whole number, got a number", "; write it without decimals"),
    ("true or false, got text", "; they stand without quotes"),
    ("a list, got text", "; put [ ] around it"),
)
_BOUNDS = {">=": "of at least", "<=": "of at most", ">": "above", "<": "below"}
_CONDITIONS = {"when", "shown_when"}


def plain(message: str, name: str, value: object, kind: Any) -> str:  # noqa: ANN401 - a type is any object
    """Say what msgspec's message means for the value of this key, which should be of this kind."""
    what, _, inside = message.partition(" - at `$")
    inside = re.sub(r"\[(\d+)\]", lambda place: f".entry {int(place[1]) + 1}", inside.rstrip("`"))
    where = inside.replace("[...]", "").strip(".").replace(".", ": ")
    said = _special(what, name, value, kind) or _general(what, name)
    return f"{where}: {said}" if where else said


def _special(what: str, name: str, value: object, kind: object) -> str:
    if what.startswith("Invalid enum value"):
        given = what.removeprefix("Invalid enum value ").strip("'\"")
        known = list(_choices(kind))
        return f'"{shorten(given)}" is not one of {", ".join(known)}{suggest(given, known)}'
    if name == "schema" and ", got " not in what:
        return "this spasm reads schema 1"
    if _is_share(kind) and ", got " not in what:
        return "a share is above 0 and below 1; for 36 in 100 write 0.36"
    if re.search("of length >= 1$", what):
        return "must not be empty"
    if re.search("`str.*got `(date|time)", what):
        return "put the date in quotes"
    shown = f'"{shorten(value)}"' if isinstance(value, str) else ""
    return next((ours.format(value=shown) for theirs, ours in _PATTERNS if theirs in what), "")


def _is_share(kind: object) -> bool:
    (bounds, _) = get_args(Share)[1:]
    return bounds in get_args(kind) or any(_is_share(part) for part in get_args(kind))


def _choices(kind: Any) -> Iterator[str]:  # noqa: ANN401 - a type is any object
    """Yield the words that a type allows: of a Literal, of an enum, or of what stands in a union or list of them."""
    if isinstance(kind, EnumType):
        yield from (str(word) for word in list[Any](kind))
    elif get_origin(kind) is Literal:
        yield from get_args(kind)
    else:
        for part in get_args(kind):
            yield from _choices(part)


def _general(what: str, name: str) -> str:
    what = what.replace(" | null", "")
    for theirs, ours in _OURS.items():
        what = what.replace(theirs, ours)
    what = re.sub("`(date|time|datetime)`", "a date", what)
    if "unknown field" in what:
        key = what.partition("`")[2].rstrip("`")
        return f'no such key "{shorten(key)}"{suggest(key, list(Condition.__struct_fields__))}'
    if most := re.fullmatch(r"Expected a list of length <= (\d+)", what):
        return f"must have at most {most[1]} entries"
    if bound := re.fullmatch(r"Expected (.+) (>=|<=|>|<) (-?\d+)(?:\.0)?", what):
        return f"must be {bound[1]} {_BOUNDS[bound[2]]} {bound[3]}"
    if "a condition, got" in what or (name in _CONDITIONS and "a table, got" in what):
        return f'{what}; write {name} = {{ any = ["question.option"] }}'
    return what + next((ending for part, ending in _ENDINGS if part in what), "")
