"""Numbers and words of a place, put into every text of the knowledge, so that nothing else meets a placeholder."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

Place = Mapping[str, str | tuple[str, ...]]
"""What a place calls things, by name; the lists in it say which places and words are meant."""

OTHER = "other"
"""The place of everybody whose own is not known."""
EMERGENCY, BOTH = "emergency", "both"
"""The number to call, and the same with its place, for two places at once."""
LISTS = ("local", "regions", "timezones", "sources")
PLACEHOLDER = re.compile(r"\{([A-Za-z_]+)\}")
FILLED = ("meta", "levels", "questions", "flags", "causes", "steps", "poses")
"""The tables whose texts may name what belongs to a place."""

NO_TEXTS = frozenset(
    [
        "id",
        "sources",
        "icd10",
        "steps",
        "when",
        "shown_when",
        "only",
        "shown_if_asked",
        "findings",
        "common",
        "usual",
        "language",
        "version",
        "updated",
        "route",
        "unsure_route",
        "only_alone",
        "pose",
        "limbs",
        "props",
        "feel",
        "moves",
    ]
)
"""Fields of the tables that hold no text for a reader."""


def phrases(places: Mapping[str, Place], codes: Sequence[str], joined_by: str) -> Mapping[str, str]:
    """Return what to put for each name: of one place its own words; of several those of `other`, and each number."""
    chosen = places[codes[0] if len(codes) == 1 else OTHER]
    words = {name: value for name, value in chosen.items() if isinstance(value, str)}
    if len(codes) > 1:
        words[EMERGENCY] = joined_by.join(str(places[code][BOTH]) for code in codes)
    return words


def filled(value: Any, words: Mapping[str, str]) -> Any:  # noqa: ANN401 - any part of a knowledge file
    """Return a part of the knowledge with its placeholders replaced; what has none stays the same object.

    `{Name}` is the same as `{name}`, with a capital.
    """
    if isinstance(value, str):
        return PLACEHOLDER.sub(lambda found: _phrase(words, found[1]), value) if "{" in value else value
    if isinstance(value, tuple):
        parts = tuple(filled(part, words) for part in value)
        return value if all(new is old for new, old in zip(parts, value, strict=True)) else parts
    if isinstance(value, msgspec.Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__ if name not in NO_TEXTS}
        changed = {name: new for name, old in fields.items() if (new := filled(old, words)) is not old}
        return msgspec.structs.replace(value, **changed) if changed else value
    if isinstance(value, dict):
        inner = {name: filled(part, words) for name, part in value.items()}
        return value if all(inner[name] is part for name, part in value.items()) else inner
    return value


def _phrase(words: Mapping[str, str], name: str) -> str:
    phrase = words[name[0].lower() + name[1:]]
    return phrase[0].upper() + phrase[1:] if name[0].isupper() else phrase
