"""What the parts of a knowledge file share: levels, typed values, and the tables that stand in it once."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
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

    rank: int
    """0 for self-care up to 3 for an emergency."""

    @property
    def is_urgent(self) -> bool:
        """Whether somebody must be seen today or now."""
        return self.rank >= Level.SAME_DAY.rank


for _rank, _level in enumerate(reversed(Level)):
    _level.rank = _rank


def doc(words: str, *, rule: str | None = None) -> Meta:
    """Say what a key or a value of the file is, and name the rule of the program's words that is said where a value breaks it.

    The description stays here, in the language of the keys: it goes into the schema, for editors.
    """
    return Meta(description=words, extra={"rule": rule} if rule else None)


Id = Annotated[
    str,
    # Python's "$" alone would let a line break stand behind; JSON Schema reads this alike.
    Meta(pattern="^[a-z0-9][a-z0-9_]*$(?!\\s)"),
    doc(
        "lower snake case, unique in its table",
        rule="id",
    ),
]
Text = Annotated[str, Meta(min_length=1)]
Address = Annotated[str, Meta(pattern="^(https?://.|$)"), doc("a web address", rule="url")]
Share = Annotated[
    float,
    Meta(gt=0, lt=1),
    doc(
        "a share of people, above 0 and below 1",
        rule="share",
    ),
]
Points = Annotated[int, Meta(ge=-1000, le=1000), doc("decibans")]
Count = Annotated[int, Meta(ge=1, le=1000)]
Reference = Annotated[str, doc("question.option, or question.not_sure")]
AnyOf = Annotated[tuple[Reference, ...], Meta(min_length=1)]
SourceId = Annotated[str, Meta(min_length=1), doc('the id of a source, or "judgement"')]
Sources = Annotated[tuple[SourceId, ...], doc('Ids of sources; "judgement" where nothing was found.')]


def split_reference(name: str) -> tuple[str, str]:
    """Return the question and the option of a `question.option`."""
    question_id, _, option_id = name.partition(".")
    return question_id, option_id


class FileStruct(Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """A table of the knowledge file: immutable, and strict about its keys."""


class Condition(FileStruct, frozen=True):
    """True when all of `all`, `at_least` of `any` and none of `none` were said; a list inside `all` means any of these."""

    all: Annotated[
        tuple[Reference | AnyOf, ...],
        doc("Each of these must have been said (question.option); of a list inside, any."),
    ] = ()
    any: Annotated[tuple[Reference, ...], doc("At least `at_least` of these must have been said.")] = ()
    at_least: Annotated[Count, doc("How many of `any` are needed; 1 if left out.")] = 1
    none: Annotated[tuple[Reference, ...], doc("None of these may have been said. Not in a flag.")] = ()

    @property
    def groups(self) -> tuple[AnyOf, ...]:
        """What `all` asks for, each as the list of which any will do."""
        return tuple((each,) if isinstance(each, str) else each for each in self.all)

    @property
    def references(self) -> tuple[str, ...]:
        """Every `question.option` that it names."""
        return tuple(name for group in self.groups for name in group) + self.any + self.none


When = Condition | tuple[Condition, ...]
CONDITION = (
    "A condition: { all = [...], any = [...], at_least = 1, none = [...] } over question.option or @set, "
    "or a list of such tables of which one must hold."
)
"""What a key that takes one says of it."""


def alternatives(when: When) -> tuple[Condition, ...]:
    """Return a condition as the list of which any must hold; empty means no condition."""
    return (when,) if isinstance(when, Condition) else when


@lru_cache(maxsize=4096)
def questions_named(when: When) -> frozenset[str]:
    """Return the ids of all questions that a condition names."""
    return frozenset(split_reference(name)[0] for case in alternatives(when) for name in case.references)


class LevelText(FileStruct, frozen=True):
    """What to say and do at one level of urgency; `routes` are better places to go that a flag can name."""

    title: Annotated[Text, doc("The headline.")]
    act: Annotated[Text, doc("What to do and whom to call; numbers stand in [places].")]
    elsewhere: Annotated[Text, doc("The same outside the country of `act`.")]
    meanwhile: Annotated[Text, doc("What to do until then.")]
    unsure: Annotated[Text, doc("Said before a safety line that the person was unsure of.")]
    causes_note: Annotated[
        str, doc("Said before the causes, where they must not distract from why it is urgent.")
    ] = ""
    routes: Annotated[
        Mapping[str, str], doc("Better places to go, by a name that flags use; the first named wins.")
    ] = {}
    prefer_route: Annotated[bool, doc("Whether a named route wins over act.")] = False
    """A route that a flag names wins over `act`; otherwise `act` wins as soon as one flag names none."""
    only_alone: Annotated[
        tuple[str, ...], doc("Routes that count only when every reason of this level names them.")
    ] = ()


class About(FileStruct, frozen=True):
    """The frame: who says this, for what, and since when."""

    schema: Annotated[int, Meta(ge=2, le=2), doc("The version of this form: 2.", rule="schema")]
    title: Annotated[Text, doc("The title of the file.")]
    version: Annotated[Text, doc("The version of its knowledge.")]
    updated: Annotated[Text, doc("The day of the last change, as YYYY-MM-DD.")]
    language: Annotated[
        str,
        Meta(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$(?!\\s)"),
        doc(
            "The language of its words, as a code.",
            rule="language",
        ),
    ]
    purpose: Annotated[Text, doc("The intended purpose, printed with every result.")]
    safety_net: Annotated[
        Text,
        doc(
            "When to get help after all, most urgent first, a line for each; "
            "printed with every result but an emergency and a stop."
        ),
    ]
    unchecked_title: Annotated[Text, doc("The headline when danger signs were not all checked.")]
    unchecked: Annotated[Text, doc("What to say then.")]
    no_pattern: Annotated[Text, doc("What to say when no pattern fits.")]
    stopped_title: Annotated[
        str, doc("The headline when a flag stops, unless something more urgent was raised.")
    ] = ""
    alarm: Annotated[str, doc("One line on emergencies, said before all else.")] = ""
    intro: Annotated[str, doc("Said before the first question.")] = ""


class Scoring(FileStruct, frozen=True):
    """The constants of the method (docs/method.md); weights and bands are in decibans."""

    shrink: Annotated[
        float, Meta(gt=0, le=1), doc("Each weight is multiplied by this, since answers overlap (0 to 1).")
    ]
    cap: Annotated[int, Meta(ge=1, le=100), doc("No question weighs more than this (decibans).")]
    fits_well: Annotated[int, Meta(ge=-100, le=100), doc("From this score on: fits well.")]
    fits_partly: Annotated[int, Meta(ge=-100, le=100), doc("From this score on: fits partly.")]
    min_bits: Annotated[
        float, Meta(ge=0), doc("Ask while some question promises this much information (bits).")
    ]
    steps_per_phase: Annotated[int, Meta(ge=1, le=100), doc("Steps shown under each heading.")]
    usual_people: Annotated[
        float,
        Meta(ge=0, le=1000),
        doc("A count is taken together with so many people who answer as the baseline does."),
    ]
    spread_db: Annotated[
        float, Meta(gt=0, le=100), doc("How far a share that nobody counted may be off (decibans).")
    ]
    well_ahead: Annotated[
        Share, doc("From this chance on that the first pattern stays above the second: well ahead.")
    ]
    a_little_ahead: Annotated[
        Share, doc("From this chance on: a little ahead; below it the two are about equal.")
    ]


class Review(FileStruct, frozen=True):
    """Who looked at the file, when, and what it held then; `spasm knowledge sign` writes it."""

    reviewer: Annotated[Text, doc("The clinician who signed.")]
    date: Annotated[Text, doc("The day of the signature, as YYYY-MM-DD.")]
    sha256: Annotated[
        str,
        Meta(pattern="^[0-9a-f]{64}$"),
        doc("What was signed; see docs/knowledge.md.", rule="signature"),
    ]
