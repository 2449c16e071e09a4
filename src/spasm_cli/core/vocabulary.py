"""What the parts of a knowledge file share: levels, typed values, and the tables that stand in it once."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

JUDGEMENT = "judgement"
"""Stands for a source where nothing measured was found."""

NOT_SURE = "not_sure"
NONE = "none"


class Level(StrEnum):
    """How urgent it is, most urgent first."""

    EMERGENCY = "emergency"
    SAME_DAY = "same_day"
    ROUTINE = "routine"
    SELF_CARE = "self_care"

    @property
    def rank(self) -> int:
        """0 for self-care up to 3 for an emergency."""
        return _RANK[self]


_RANK = {level: rank for rank, level in enumerate(reversed(Level))}

# Python's "$" alone would let a line break stand behind; JSON Schema reads this alike.
Id = Annotated[
    str, Meta(pattern="^[a-z0-9][a-z0-9_]*$(?!\\s)", description="lower snake case, unique in its table")
]
Text = Annotated[str, Meta(min_length=1)]
Share = Annotated[float, Meta(gt=0, lt=1, description="a share of people, above 0 and below 1")]
Points = Annotated[int, Meta(ge=-1000, le=1000, description="decibans")]
Count = Annotated[int, Meta(ge=1, le=1000)]
Reference = Annotated[str, Meta(description="question.option, or question.not_sure")]
SourceId = Annotated[str, Meta(min_length=1, description='the id of a source, or "judgement"')]


def split_reference(name: str) -> tuple[str, str]:
    """Return the question and the option of a `question.option`."""
    question_id, _, option_id = name.partition(".")
    return question_id, option_id


class FileStruct(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table of the knowledge file: immutable, and strict about its keys."""


class LevelText(FileStruct, frozen=True):
    """What to say and do at one level of urgency; `routes` are better places to go that a flag can name."""

    title: Text
    act: Text
    elsewhere: Text
    meanwhile: Text
    unsure: Text
    causes_note: str = ""
    """What to know before reading the causes."""
    routes: Mapping[str, str] = {}
    prefer_route: bool = False
    """A route that a flag names wins over `act`; otherwise `act` wins as soon as one flag names none."""
    only_alone: tuple[str, ...] = ()
    """Routes that count only when every reason of the level names them."""


class About(FileStruct, frozen=True):
    """The frame: who says this, for what, and since when."""

    schema: Annotated[int, Meta(ge=1, le=1)]
    title: Text
    version: Text
    updated: Text
    language: Text
    purpose: Text
    safety_net: Text
    unchecked_title: Text
    unchecked: Text
    no_pattern: Text
    stopped_title: str = ""
    intro: str = ""
    reviewed: str | None = None
    reviewer: str | None = None


class Scoring(FileStruct, frozen=True):
    """The constants of the method (docs/method.md); weights and bands are in decibans."""

    shrink: Annotated[float, Meta(gt=0, le=1)]
    cap: Count
    fits_well: Points
    fits_partly: Points
    min_bits: Annotated[float, Meta(ge=0)]
    close_db: Annotated[int, Meta(ge=0, le=1000)]
    steps_per_phase: Count
