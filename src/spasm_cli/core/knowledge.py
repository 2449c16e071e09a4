"""What is known: a whole knowledge file, and the lookups that the core makes in it.

Every medical fact and threshold is a value in it; nothing below names a cause, a symptom or a step.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from spasm_cli.core.entries import Cause, Flag, Option, Question, Source, Step
from spasm_cli.core.numbers import Name, Number
from spasm_cli.core.places import FILLED, OTHER, Place, filled, phrases
from spasm_cli.core.poses import Pose
from spasm_cli.core.vocabulary import (
    NOT_SURE,
    About,
    Condition,
    FileStruct,
    Level,
    LevelText,
    Review,
    Scoring,
    alternatives,
    questions_named,
    split_reference,
)
from spasm_cli.core.words import Words


class Tables(FileStruct, frozen=True, kw_only=True):
    """The tables of a knowledge file as they are read."""

    meta: About
    scoring: Scoring
    places: Mapping[str, Place]
    levels: Annotated[Mapping[Level, LevelText], Meta(min_length=len(Level))]
    sets: Mapping[str, tuple[str, ...]] = {}
    review: Review | None = None
    questions: tuple[Question, ...] = ()
    flags: tuple[Flag, ...] = ()
    causes: tuple[Cause, ...] = ()
    steps: tuple[Step, ...] = ()
    poses: tuple[Pose, ...] = ()
    sources: tuple[Source, ...] = ()


class Knowledge(Tables, frozen=True, kw_only=True, eq=False, dict=True, gc=True):
    """A whole, checked knowledge file, compared by identity so that it can key a cache."""

    words: Words
    """The program's own, in the language of the file."""
    sha256: str = ""
    """The hash of the file, in hexadecimal, so that a result can be reproduced."""
    signature: Literal["signed", "changed", "none"] = "none"
    """Whether a clinician reviewed it as it stands, or as it once was."""
    country: str = ""
    """The place whose numbers and words stand in the texts; several are joined by "+"."""

    def at(self, *codes: str) -> "Knowledge":
        """Return the same knowledge with the words of a place put in; of several, those of `other` and each number.

        Raises:
            KeyError: there is no such place.
            ValueError: the words of a place are in already.
        """
        if self.country:
            raise ValueError(self.country)
        words = phrases(self.places, codes or (OTHER,), self.words("list.or"))
        tables = {name: filled(getattr(self, name), words) for name in FILLED}
        return replace(self, **tables, country="+".join(codes or (OTHER,)))

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
    def gates_first(self) -> tuple[Question, ...]:
        """Every question, behind all that its `when` names; questions that wait for each other are refused when a file is read."""
        waits_for = {question.id: questions_named(question.when) for question in self.questions}
        return tuple(self.question[name] for name in TopologicalSorter(waits_for).static_order())

    @cached_property
    def waiting_lines(self) -> Mapping[str, tuple[Option, ...]]:
        """For each question that has any, the lines that not everybody is shown."""
        found = {q.id: tuple(option for option in q.options if option.when) for q in self.questions}
        return {name: lines for name, lines in found.items() if lines}

    @cached_property
    def lines_wait_for(self) -> tuple[Question, ...]:
        """The questions that decide which of the waiting lines are shown."""
        lines = (option for waiting in self.waiting_lines.values() for option in waiting)
        named = {name for option in lines for name in questions_named(option.when)}
        return tuple(question for question in self.questions if question.id in named)

    @cached_property
    def names_waited_for(self) -> frozenset[str]:
        """Every `question.option` of those."""
        return frozenset[str]().union(*(self.references[question.id] for question in self.lines_wait_for))

    @cached_property
    def cause(self) -> Mapping[str, Cause]:
        """Causes by id."""
        return {cause.id: cause for cause in self.causes}

    @cached_property
    def limited(self) -> tuple[Cause, ...]:
        """The causes that not everybody can have."""
        return tuple(cause for cause in self.causes if cause.only)

    @cached_property
    def limits(self) -> frozenset[str]:
        """Every `question.option` that decides who can have those."""
        cases = (case for cause in self.limited for case in alternatives(cause.only))
        return frozenset(name for case in cases for name in case.references)

    @cached_property
    def step(self) -> Mapping[str, Step]:
        """Steps by id."""
        return {step.id: step for step in self.steps}

    @cached_property
    def step_place(self) -> Mapping[str, int]:
        """The place of each step in the file, by id."""
        return {step.id: place for place, step in enumerate(self.steps)}

    @cached_property
    def step_names(self) -> Mapping[str, frozenset[str]]:
        """For each step, every `question.option` that what is said of it can depend on."""
        return {
            step.id: frozenset(
                name
                for when in (
                    step.when,
                    *(caution.when for caution in step.cautions),
                    *(brief.when for brief in step.brief),
                    *(self.pose[name].when for name in step.pose),
                )
                for case in alternatives(when)
                for name in case.references
            )
            for step in self.steps
        }

    @cached_property
    def numbers(self) -> tuple[tuple[Name, Number], ...]:
        """Every share of people: the baselines of each question, then the prior and the findings of each cause."""
        return tuple(self._numbers())

    def _numbers(self) -> Iterator[tuple[Name, Number]]:
        for question in self.questions:
            for option in question.options:
                if option.usual:
                    yield Name("", question.id, option.id), option.usual
        for cause in self.causes:
            yield Name(cause.id), cause.common
            for question_id, listed in cause.findings.items():
                for option_id, number in listed.items():
                    yield Name(cause.id, question_id, option_id), number

    @cached_property
    def pose(self) -> Mapping[str, Pose]:
        """Poses by id."""
        return {pose.id: pose for pose in self.poses}

    @cached_property
    def safety_questions(self) -> tuple[Question, ...]:
        """The questions that come first, in file order: where it is, then what could be dangerous."""
        return tuple(question for question in self.questions if question.comes_first)

    @cached_property
    def flagged(self) -> frozenset[str]:
        """Every `question.option` that a flag names."""
        cases = (case for flag in self.flags for case in alternatives(flag.when))
        return frozenset(name for case in cases for name in case.references)

    @cached_property
    def rules_by_reference(self) -> Mapping[str, tuple[tuple[int, Condition], ...]]:
        """For each `question.option`, alternatives of flags to look at when it was said, with the place of their flag.

        An alternative stands under the shortest list of which it needs one, so it is found whenever it holds; rather not
        under a place or an age, which everybody says.
        """
        where = {question.id for question in self.questions if question.section == "where"}

        def frequent(names: tuple[str, ...]) -> tuple[bool, int]:
            return any(split_reference(name)[0] in where for name in names), len(names)

        index: dict[str, list[tuple[int, Condition]]] = {}
        for place, flag in enumerate(self.flags):
            for case in alternatives(flag.when):
                lists = (*case.groups, *((case.any,) if case.any else ()))
                for reference in set(min(lists, key=frequent, default=())):
                    index.setdefault(reference, []).append((place, case))
        return {reference: tuple(rules) for reference, rules in index.items()}

    def line(self, reference: str) -> Option:
        """Return the option of a `question.option`."""
        question_id, option_id = split_reference(reference)
        return next(option for option in self.question[question_id].options if option.id == option_id)

    def is_place_or_age(self, reference: str) -> bool:
        """Tell whether a `question.option` says where it is or how old somebody is, which is no sign of anything."""
        return self.question[split_reference(reference)[0]].section == "where"

    def label(self, reference: str) -> str:
        """Return the words of a `question.option`, or of its question for `question.not_sure`."""
        question_id, option_id = split_reference(reference)
        question = self.question[question_id]
        option = question.option(option_id)
        return option.label if option else question.ask
