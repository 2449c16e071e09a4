"""What is known: the shape of the knowledge file, and the lookups that the core makes in it.

Every medical fact and threshold is a value in these structs; nothing below names a cause, a symptom or a step.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from msgspec import Meta, Struct

from spasm_cli.core.vocabulary import (
    JUDGEMENT,
    NOT_SURE,
    About,
    Count,
    FileStruct,
    Id,
    Level,
    LevelText,
    Reference,
    Scoring,
    Share,
    SourceId,
    Text,
    split_reference,
)
from spasm_cli.core.words import Words


class Condition(FileStruct, frozen=True):
    """True when all of `all`, `at_least` of `any` and none of `none` were said."""

    all: tuple[Reference, ...] = ()
    any: tuple[Reference, ...] = ()
    at_least: Count = 1
    none: tuple[Reference, ...] = ()

    @property
    def references(self) -> tuple[str, ...]:
        """Every `question.option` that it names."""
        return self.all + self.any + self.none


When = Condition | tuple[Condition, ...]


class Option(FileStruct, frozen=True):
    """One line to choose."""

    id: Id
    label: Text
    check: str = ""
    if_unsure: Level | None = None
    baseline: Share | None = None
    baseline_from: SourceId = JUDGEMENT


class Question(FileStruct, frozen=True):
    """One question, with why it is asked."""

    id: Id
    ask: Text
    help: Text
    kind: Literal["one", "many"]
    section: Literal["where", "safety", "about_spasm", "about_you"]
    options: Annotated[tuple[Option, ...], Meta(min_length=1, max_length=100)]
    when: When = ()
    if_unsure: Level | None = None
    unsure_route: str = ""

    def option(self, option_id: str) -> Option | None:
        """Find an option by id."""
        return next((option for option in self.options if option.id == option_id), None)


class Flag(FileStruct, frozen=True):
    """A rule that raises the urgency."""

    id: Id
    when: When
    urgency: Level
    say: Text
    may_be: Text
    sources: tuple[SourceId, ...]
    route: str = ""
    stops: bool = False


class Finding(FileStruct, frozen=True, rename={"source": "from"}):
    """The share of people with a cause who give an answer, and who measured it."""

    p: Share
    source: SourceId


class Cause(FileStruct, frozen=True):
    """What it may be."""

    id: Id
    name: Text
    clinical_name: Text
    kind: Literal["pattern", "contributor"]
    summary: Text
    claim: Text
    prior: Share
    steps: tuple[str, ...]
    see_someone: Text
    sources: tuple[SourceId, ...]
    findings: Mapping[str, Mapping[str, Finding]]
    icd10: tuple[str, ...] = ()
    shown_when: When = ()
    prior_from: SourceId = JUDGEMENT


class Caution(FileStruct, frozen=True):
    """For whom a step changes, or falls away."""

    when: When
    who: Annotated[str, Meta(pattern="^you")]
    say: str = ""
    drop: bool = False
    unless_sure: bool = False


class Step(FileStruct, frozen=True):
    """What to do, how, and how good the evidence is."""

    id: Id
    title: Text
    how: Text
    phase: Literal["now", "next_days", "prevent"]
    grade: Literal["good", "moderate", "limited", "expert opinion", "against"]
    sources: tuple[SourceId, ...]
    when: When = ()
    up_to: Level = Level.ROUTINE
    figure: str = ""
    cautions: tuple[Caution, ...] = ()
    if_no_pattern: bool = False


class Source(FileStruct, frozen=True):
    """Where a fact comes from."""

    id: Text
    title: Text
    publisher: Text
    url: Annotated[str, Meta(pattern="^(https?://.|$)")] = ""
    """Empty for a book, or a sheet of the clinic's own."""
    year: Annotated[int, Meta(ge=1, le=9999)] | None = None


class Knowledge(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """A whole, checked knowledge file, compared by identity so that it can key a cache."""

    meta: About
    scoring: Scoring
    levels: Mapping[Level, LevelText]
    questions: tuple[Question, ...]
    flags: tuple[Flag, ...]
    causes: tuple[Cause, ...]
    steps: tuple[Step, ...]
    sources: tuple[Source, ...]
    words: Words
    """The program's own, in the language of the file."""
    file: bytes = b""
    """The bytes it was read from."""

    @cached_property
    def sha256(self) -> str:
        """The hash of the file, in hexadecimal, so that a result can be reproduced."""
        import hashlib  # noqa: PLC0415 - loads a large library, and no question needs it

        return hashlib.sha256(self.file).hexdigest()

    @cached_property
    def question(self) -> Mapping[str, Question]:
        """Questions by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def references(self) -> Mapping[str, frozenset[str]]:
        """For each question, every `question.option` and its `question.not_sure`."""
        return {
            question.id: frozenset(
                f"{question.id}.{name}" for name in (*(o.id for o in question.options), NOT_SURE)
            )
            for question in self.questions
        }

    @cached_property
    def cause(self) -> Mapping[str, Cause]:
        """Causes by id."""
        return {cause.id: cause for cause in self.causes}

    @cached_property
    def step(self) -> Mapping[str, Step]:
        """Steps by id."""
        return {step.id: step for step in self.steps}

    @cached_property
    def safety_questions(self) -> tuple[Question, ...]:
        """The questions that come first, in file order: where it is, then what could be dangerous."""
        return tuple(question for question in self.questions if question.section in {"where", "safety"})

    @cached_property
    def flags_by_reference(self) -> Mapping[str, tuple[tuple[int, Flag], ...]]:
        """For each `question.option`, the flags that name it, with their place in the file."""
        index: dict[str, list[tuple[int, Flag]]] = {}
        for place, flag in enumerate(self.flags):
            for reference in {name for case in alternatives(flag.when) for name in case.references}:
                index.setdefault(reference, []).append((place, flag))
        return {reference: tuple(flags) for reference, flags in index.items()}

    def label(self, reference: str) -> str:
        """Return the words of a `question.option`, or of its question for `question.not_sure`."""
        question_id, option_id = split_reference(reference)
        question = self.question[question_id]
        option = question.option(option_id)
        return option.label if option else question.ask


def alternatives(when: When) -> tuple[Condition, ...]:
    """Return a condition as the list of which any must hold; empty means no condition."""
    return (when,) if isinstance(when, Condition) else when
