"""What is wrong with an entry of a file: it is walked beside the description of its struct, and each mistake is put plainly."""

import operator
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

from msgspec import Struct, inspect

from spasm_cli.core.numbers import Number
from spasm_cli.core.vocabulary import Condition
from spasm_cli.files.checking.problems import Found, Problem
from spasm_cli.files.words_file import say, suggest
from spasm_cli.text import shorten

_NAMES: Mapping[type, str] = {
    str: "type.text_in_quotes",
    int: "type.whole",
    float: "type.number",
    bool: "type.true_or_false",
    list: "type.list",
    dict: "type.table",
}
"""What the values of a file are called, by key; all others are dates and times."""
_TAKES: Mapping[type[inspect.Type], tuple[type, ...]] = {
    inspect.StrType: (str,),
    inspect.EnumType: (str,),
    inspect.LiteralType: (str,),
    inspect.IntType: (int,),
    inspect.FloatType: (float, int),
    inspect.BoolType: (bool,),
    inspect.VarTupleType: (list,),
    inspect.DictType: (dict,),
    inspect.StructType: (dict,),
    inspect.NoneType: (),
}
"""What each type takes; one that is not listed takes anything."""
_SLIPS = {
    (int, str): "mistake.number_in_quotes",
    (float, str): "mistake.number_in_quotes",
    (int, float): "mistake.with_decimals",
    (bool, str): "mistake.true_in_quotes",
    (list, str): "mistake.no_list",
}
"""What should stand there, what does, and what is said then, by key."""
_FORMS: Mapping[type, str] = {Condition: "mistake.condition", Number: "mistake.share"}
"""What is said where one of these should stand and does not."""
_BOUNDS = {
    "ge": (operator.ge, "mistake.at_least"),
    "gt": (operator.gt, "mistake.above"),
    "le": (operator.le, "mistake.at_most"),
    "lt": (operator.lt, "mistake.below_bound"),
}
_TOO_LARGE = 2**1024 - 2**970
"""No float is."""
_Mistake = tuple[str, tuple[str, ...]]
"""Where and what it is, and words to find its line."""


class _At(NamedTuple):
    """A place in an entry: what leads to it, its key, and words to find its line; `dotted` behind a name, as in place.leg."""

    lead: str = ""
    key: str = ""
    words: tuple[str, ...] = ()
    dotted: bool = False

    def field(self, name: str) -> "_At":
        lead = f"{self.lead.removesuffix(': ')} " if self.dotted else self.lead
        shown = name or '""'
        return _At(f"{lead}{shown}: ", name, self.words or (shown,))

    def named(self, name: str) -> "_At":
        lead = f"{self.lead.removesuffix(': ')}." if self.dotted else self.lead
        key = f"{self.key}.{name}" if self.dotted else name
        return _At(f"{lead}{name}: ", key, (*self.words, key), dotted=True)

    def item(self, place: int, item: object, kind: inspect.Type) -> "_At":
        if not (isinstance(kind, inspect.StructType) and self.key.endswith("s")):
            return self._replace(lead=f"{self.lead}{say('file.entry', number=place)}: ")
        given = item if isinstance(item, dict) else {}
        own, who = given.get("id"), given.get("who")
        shown = own or (who if isinstance(who, str) else None)
        lead = self.lead.removesuffix("s: ") + (f' "{own}": ' if own else f" {place}: ")
        return _At(lead, self.key, (f'"{shown}"',) if shown else ())


def problems_in(table: str, place: int, entry: object, struct: type[Struct]) -> Iterator[Found]:
    """Yield every problem of an entry; there is one just when msgspec takes no such entry for the struct."""
    own = str(entry.get("id", "")) if isinstance(entry, dict) else ""
    yield from problems_of_kind(table, place, entry, inspect.StructType(struct, ()), own)


def problems_of_kind(
    table: str, place: int, value: object, kind: inspect.Type, own: str = ""
) -> Iterator[Found]:
    """Yield every problem of a value that should be of a kind; there is one just when msgspec does not take it."""
    for message, words in _walk(value, kind, _At()):
        yield Problem(table, own, message, words), [place]


def _walk(value: Any, kind: inspect.Type, at: _At) -> Iterator[_Mistake]:  # noqa: ANN401 - what stands in a file is any value
    extra = kind.extra if isinstance(kind, inspect.Metadata) else None
    kind = _bare(kind)
    if isinstance(kind, inspect.UnionType):
        fitting = (one for one in kind.types if _fits(value, one))
        yield from _walk(value, next(fitting, kind.types[0]), at)
    elif not _fits(value, kind):
        yield at.lead + _misfit(value, kind, at.key), at.words
    elif isinstance(kind, inspect.StructType):
        yield from _in_struct(value, kind.cls, at)
    elif isinstance(kind, inspect.DictType):
        for name, inner in value.items():
            yield from _walk(inner, kind.value_type, at.named(name))
    elif isinstance(kind, inspect.VarTupleType):
        yield from _in_list(value, kind, at)
    elif wrong := next(_broken(value, kind), ""):
        shown = shorten(value) if isinstance(value, str) else ""
        yield at.lead + (say(f"rule.{extra['rule']}", value=shown) if extra else wrong), at.words


def _bare(kind: inspect.Type) -> inspect.Type:
    return kind.type if isinstance(kind, inspect.Metadata) else kind


def _fits(value: object, kind: inspect.Type) -> bool:
    return type(value) in _TAKES.get(type(_bare(kind)), (type(value),))


def _misfit(value: object, kind: inspect.Type, key: str) -> str:
    """Say what should stand where something of another kind does."""
    got = say(_NAMES.get(type(value), "type.date"))
    if isinstance(kind, inspect.DictType) and isinstance(kind.value_type, inspect.StructType):
        kind, key = kind.value_type, "question.option"
    if isinstance(kind, inspect.StructType) and kind.cls in _FORMS:
        return say(_FORMS[kind.cls], got=got, key=key)
    wanted = _TAKES[type(kind)][0]
    if wanted is str and type(value) not in _NAMES:
        return say("mistake.date")
    return say(_SLIPS.get((wanted, type(value)), "mistake.expected"), wanted=say(_NAMES[wanted]), got=got)


def _in_struct(table: dict[str, object], struct: type[Struct], at: _At) -> Iterator[_Mistake]:
    keys = keys_of(struct)
    for name in table:
        if name not in keys:
            lead, _, words, _ = at.field(name)
            yield lead + say("mistake.no_key", hint=suggest(name, list(keys))), words
    for name, field in keys.items():
        if name in table:
            yield from _walk(table[name], field.type, at.field(name))
        elif field.required:
            yield at.field(name).lead + say("mistake.key_missing"), at.words


@cache
def keys_of(struct: type[Struct]) -> Mapping[str, inspect.Field]:
    """Describe the keys of a table, with the words of a Literal in the order of the struct: msgspec sorts them."""
    fields: tuple[inspect.Field, ...] = inspect.type_info(struct).fields  # type: ignore[attr-defined]  # of a struct
    keys = {field.encode_name: field for field in fields}
    hints = get_type_hints(struct)
    for field in keys.values():
        if isinstance(kind := _bare(field.type), inspect.LiteralType):
            kind.values = get_args(hints[field.name])
    return keys


def _in_list(items: list[object], kind: inspect.VarTupleType, at: _At) -> Iterator[_Mistake]:
    if len(items) < (kind.min_length or 0):
        yield at.lead + say("mistake.empty"), at.words
    if kind.max_length and len(items) > kind.max_length:
        yield at.lead + say("mistake.many_entries", most=kind.max_length), at.words
    for place, item in enumerate(items, 1):
        for message, words in _walk(item, kind.item_type, at.item(place, item, kind.item_type)):
            yield message, words or at.words


def _broken(value: Any, kind: inspect.Type) -> Iterator[str]:  # noqa: ANN401 - as above
    """Yield which rules a value breaks that is of the right kind."""
    if isinstance(kind, inspect.EnumType | inspect.LiteralType):
        known = [str(word) for word in (kind.cls if isinstance(kind, inspect.EnumType) else kind.values)]
        if value not in known:
            near = suggest(value, known)
            yield say("mistake.not_one_of", value=shorten(value), known=", ".join(known), hint=near)
    elif isinstance(kind, inspect.StrType):
        yield from _broken_text(value, kind)
    elif isinstance(kind, inspect.IntType | inspect.FloatType):
        for name, (holds, key) in _BOUNDS.items():
            bound = getattr(kind, name)
            if bound is not None and not holds(value, bound):
                yield say(key, kind=say(_NAMES[_TAKES[type(kind)][0]]), bound=f"{bound:g}")
        if isinstance(kind, inspect.FloatType) and isinstance(value, int) and abs(value) >= _TOO_LARGE:
            yield say("mistake.too_large")


def _broken_text(value: str, kind: inspect.StrType) -> Iterator[str]:
    if len(value) < (kind.min_length or 0):
        yield say("mistake.empty")
    if kind.max_length and len(value) > kind.max_length:
        yield say("mistake.many_letters", most=kind.max_length)
    if not re.search(kind.pattern or "", value):
        yield say("mistake.pattern", pattern=kind.pattern)
