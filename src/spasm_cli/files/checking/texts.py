"""What must be true of the texts of a knowledge file: each placeholder is there, and nothing local stands outside [places]."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.places import BOTH, EMERGENCY, FILLED, LISTS, NO_TEXTS, OTHER, PLACEHOLDER, Place
from spasm_cli.files.checking.problems import Problem
from spasm_cli.files.shipped import data_file
from spasm_cli.files.words_file import say, suggest
from spasm_cli.text import shorten

_EMERGENCY_NUMBER = "[0-9]{3,}"
_PHONE = re.compile(
    r"(?<![\w.,+(])(?:(?:\+|\(?0)(?:[ ()/-]{0,2}[0-9]){6,14}|\(?[0-9]{3,5}\)?(?:[ -][0-9]{3,5}){2,3})(?!\w)"
)
"""A number as people write one down to be called: from a + or a 0 on, or in three groups at least."""
_NEEDED = ("name", "date", EMERGENCY, BOTH)


def places_are_whole(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield places that lack a name which another has, or that hold the wrong kind of value."""
    places = knowledge.places
    if OTHER not in places:
        yield Problem("places", "", say("check.place_missing", place=OTHER))
    everything = dict.fromkeys([*_NEEDED, *(name for place in places.values() for name in place)])
    for code, place in places.items():
        for name in everything:
            if message := _fault(place, name):
                yield Problem(f"places.{code}", "", message, (name,) if name in place else ())
        if code != OTHER and place.get("sources") == ():
            yield Problem(f"places.{code}", "", say("check.place_unsourced"), ("sources",))


def _fault(place: Place, name: str) -> str:
    """Say what is wrong with one name of a place, or nothing."""
    value = place.get(name)
    if value is None:
        return say("check.place_lacks", name=name)
    if isinstance(value, str) == (name in LISTS):
        wanted = say("type.list" if name in LISTS else "type.text_in_quotes")
        return say("check.place_type", name=name, wanted=wanted)
    if not value and name not in LISTS:
        return say("check.place_empty", name=name)
    return say("check.place_brace", name=name) if set("{}") & set(value) else ""


def places_are_told_apart(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield regions and time zones that two places list: which of them it is could not be told."""
    for key in ("regions", "timezones"):
        owner: dict[str, str] = {}
        for code, place in knowledge.places.items():
            for name in _listed(place, key):
                if owner.setdefault(name, code) != code:
                    message = say("check.place_twice", name=shorten(name), place=owner[name])
                    yield Problem(f"places.{code}", "", message, (f'"{name}"',))


def _listed(place: Place, name: str) -> Sequence[str]:
    value = place.get(name, ())
    return () if isinstance(value, str) else value


def texts_fit_every_place(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield braces that name nothing, and numbers and words that belong to one place alone."""
    names = {name for place in knowledge.places.values() for name in place if name not in LISTS}
    local = _local(knowledge)
    for table, entry_id, text in _texts(knowledge):
        bare = text
        if "{" in text or "}" in text:
            for name in PLACEHOLDER.findall(text):
                if name[0].lower() + name[1:] not in names:
                    near = suggest(name, sorted(names))
                    message = say("check.no_placeholder", name=shorten(name), hint=near)
                    yield Problem(table, entry_id, message, (f"{{{name}}}",))
            bare = PLACEHOLDER.sub(" ", text)
            if "{" in bare or "}" in bare:
                yield Problem(table, entry_id, say("check.brace"), (_line_with_brace(text),))
        for pattern in local:
            if found := pattern.search(bare):
                yield Problem(table, entry_id, say("check.local", word=found[0]), (found[0],))


def _line_with_brace(text: str) -> str:
    return next(line for line in text.split("\n") if set("{}") & set(PLACEHOLDER.sub(" ", line)))


def numbers_stand_in_places(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield a warning for what looks like a phone number: whoever lives elsewhere is told to call it, too."""
    # A file that was moved from schema 1 has no numbers in its places; those that spasm comes with know the usual ones.
    shipped = tomllib.loads(data_file("causes.toml").read_text(encoding="utf-8"))["places"]
    known = {word for place in shipped.values() for word in _local_words(place) if word[0].isdigit()}
    for table, entry_id, text in _texts(knowledge):
        bare = PLACEHOLDER.sub(" ", text)
        for pattern in (*_finding(known), _PHONE):
            for found in pattern.finditer(bare):
                message = say("check.phone", number=found[0])
                yield Problem(table, entry_id, message, (found[0],), warning=True)


def _local_words(place: Place) -> Iterator[str]:
    """Yield what a place lists, and the numbers to call in an emergency."""
    yield from _listed(place, "local")
    yield from re.findall(_EMERGENCY_NUMBER, str(place.get(EMERGENCY, "")))


def _local(knowledge: Knowledge) -> list[re.Pattern[str]]:
    return _finding(word for place in knowledge.places.values() for word in _local_words(place))


def _finding(listed: Iterable[str]) -> list[re.Pattern[str]]:
    """Return what finds local words: those with a capital as they stand, others in either case; numbers stand alone."""
    words = dict.fromkeys(listed)
    exact = [word for word in words if word != word.lower()]
    either = [word for word in words if word == word.lower()]
    return [
        re.compile(
            rf"(?<!\w)(?<!\d[,.])(?:{'|'.join(map(re.escape, sorted(group, key=len, reverse=True)))})(?!\w)(?![,.]\d)",
            flags,
        )
        for group, flags in ((exact, 0), (either, re.IGNORECASE))
        if group
    ]


def _texts(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Yield every text that a person may read, with the table and entry that it stands in."""
    for name in FILLED:
        table = getattr(knowledge, name)
        if isinstance(table, tuple):
            for entry in table:
                yield from ((name, entry.id, text) for text in _strings(entry))
        elif isinstance(table, dict):
            for key, entry in table.items():
                yield from ((f"{name}.{key}", "", text) for text in _strings(entry))
        else:
            yield from ((name, "", text) for text in _strings(table))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if name not in NO_TEXTS:
                yield from _strings(getattr(value, name))
