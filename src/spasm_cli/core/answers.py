"""Answers: what was said, what the person was not sure of, and what was never asked."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NOT_SURE


class Answer(Struct, frozen=True, gc=False, cache_hash=True):
    """The answer to one question that was asked; nothing in it means "none of these"."""

    ticked: tuple[str, ...] = ()
    """Option ids, in the order of the file."""
    unsure: tuple[str, ...] = ()
    """Option ids that the person could neither tick nor rule out."""
    not_sure: bool = False
    """Not sure, without saying of which."""

    def __repr__(self) -> str:
        """Hide what somebody said: answers must not reach a traceback."""
        return "Answer(...)"


class Answers(Mapping[str, Answer]):
    """Answers by question id, never changed. A question that is absent was not asked."""

    def __init__(self, given: Mapping[str, Answer]) -> None:
        self.given = given
        self.found: dict[object, Any] = {}
        """What was worked out of them (`once_for_a_sheet`)."""

    def __getitem__(self, question_id: str) -> Answer:
        return self.given[question_id]

    def __contains__(self, question_id: object) -> bool:
        return question_id in self.given

    def __iter__(self) -> Iterator[str]:
        return iter(self.given)

    def __len__(self) -> int:
        return len(self.given)

    def __repr__(self) -> str:
        """Hide what somebody said: answers must not reach a traceback."""
        return f"Answers(<{len(self.given)}>)"

    @cached_property
    def said(self) -> frozenset[str]:
        """Every `question.option` that was ticked, and `question.not_sure`."""
        said = {f"{name}.{option}" for name, answer in self.given.items() for option in answer.ticked}
        said.update(f"{name}.{NOT_SURE}" for name, answer in self.given.items() if answer.not_sure)
        return frozenset(said)

    @cached_property
    def doubted(self) -> frozenset[str]:
        """What was said, and every box that the person was unsure of."""
        unsure = (f"{name}.{option}" for name, answer in self.given.items() for option in answer.unsure)
        return self.said.union(unsure)

    def with_answer(self, question_id: str, answer: Answer | None) -> "Answers":
        """Return a copy with one answer changed, or taken away."""
        given = dict(self.given)
        if answer is None:
            given.pop(question_id, None)
        else:
            given[question_id] = answer
        return Answers(given)


def make_answer(question: Question, ticked: set[str], unsure: set[str], *, not_sure: bool = False) -> Answer:
    """Build an answer with its options in the order of the file."""
    order = [option.id for option in question.options]
    return Answer(
        tuple(name for name in order if name in ticked),
        tuple(name for name in order if name in unsure),
        not_sure,
    )


def narrowed(question: Question, answer: Answer) -> Answer:
    """Return an answer without the lines that the question does not have."""
    return make_answer(question, set(answer.ticked), set(answer.unsure), not_sure=answer.not_sure)


def to_plain(knowledge: Knowledge, answers: Answers) -> dict[str, str | list[str]]:
    """Return answers in the form of an answers file, in the order of the knowledge file."""
    return {
        name: plain_answer(question, answers.given[name])
        for name, question in knowledge.question.items()
        if name in answers.given
    }


def from_plain(knowledge: Knowledge, plain: Mapping[str, str | list[str]]) -> Answers:
    """Return the answers that `to_plain` wrote."""
    given = {}
    for name, value in plain.items():
        options = [value] if isinstance(value, str) else value
        unsure = {option.removesuffix("?") for option in options if option.endswith("?")}
        ticked = {option for option in options if option != NOT_SURE and not option.endswith("?")}
        given[name] = make_answer(knowledge.question[name], ticked, unsure, not_sure=NOT_SURE in options)
    return Answers(given)


def plain_answer(question: Question, answer: Answer) -> str | list[str]:
    """Return one answer in the form of an answers file."""
    if question.kind == "one":
        return NOT_SURE if answer.not_sure else answer.ticked[0]
    if not answer.unsure:
        return [*answer.ticked, NOT_SURE] if answer.not_sure else [*answer.ticked]
    marks = {name: name for name in answer.ticked} | {name: f"{name}?" for name in answer.unsure}
    listed = [marks[option.id] for option in question.options if option.id in marks]
    return [*listed, NOT_SURE] if answer.not_sure else listed
