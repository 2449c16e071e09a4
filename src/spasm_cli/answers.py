"""Answers: what was said, what the person was not sure of, and what was never asked."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from spasm_cli.errors import MOST_PROBLEMS, AnswersError, suggest
from spasm_cli.frame import NONE, NOT_SURE
from spasm_cli.knowledge import Knowledge, Question
from spasm_cli.text import shorten


class Answer(Struct, frozen=True):
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


def to_plain(knowledge: Knowledge, answers: Answers) -> dict[str, str | list[str]]:
    """Return answers in the form of an answers file, in the order of the knowledge file."""
    return {
        question.id: plain_answer(question, answers[question.id])
        for question in knowledge.questions
        if question.id in answers
    }


def plain_answer(question: Question, answer: Answer) -> str | list[str]:
    """Return one answer in the form of an answers file."""
    if question.kind == "one":
        return NOT_SURE if answer.not_sure else answer.ticked[0]
    marks = {name: name for name in answer.ticked} | {name: f"{name}?" for name in answer.unsure}
    listed = [marks[option.id] for option in question.options if option.id in marks]
    return [*listed, NOT_SURE] if answer.not_sure else listed


def parse_answers(knowledge: Knowledge, raw: Mapping[str, object], *, source: str) -> Answers:
    """Read answers in the form of an answers file.

    Raises:
        AnswersError: with every problem found; `source` names the file or option in it.
    """
    problems: list[str] = []
    given: dict[str, Answer] = {}
    for name, value in raw.items():
        if len(problems) >= MOST_PROBLEMS:
            problems.append("and more")
            break
        question = knowledge.question.get(name)
        if question is None:
            hint = suggest(name, list(knowledge.question)) or "; `spasm explain` lists them"
            problems.append(f'"{shorten(name)}": no question has this id{hint}')
            continue
        answer, found = (
            _parse_one(question, value) if question.kind == "one" else _parse_many(question, value)
        )
        problems += [f"{name}: {problem}" for problem in found]
        given[name] = answer
    if problems:
        raise AnswersError(f"{source}: the answers cannot be used.", problems)
    return Answers(given)


def _parse_one(question: Question, value: object) -> tuple[Answer, list[str]]:
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        kept = " or ".join(shorten(item) for item in value[:MOST_PROBLEMS])
        keep = f"keep {kept}" if len(value) > 1 else f'write "{kept}", without brackets'
        return Answer(), [f"takes one answer: {keep}"]
    if not isinstance(value, str):
        example = question.options[0].id
        return Answer(), [f'expected one option in quotes, such as "{example}", got {describe(value)}']
    if value == NOT_SURE:
        return Answer(not_sure=True), []
    if question.option(value) is None:
        return Answer(), [_unknown_option(question, value)]
    return Answer((value,)), []


def _parse_many(question: Question, value: object) -> tuple[Answer, list[str]]:
    if value in (NONE, NOT_SURE):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        example = question.options[0].id
        return Answer(), [
            f'expected a list such as ["{example}"], or [] for none of these, got {describe(value)}'
        ]
    items: list[str] = value
    ticked = {item for item in items if not item.endswith("?") and item not in (NONE, NOT_SURE)}
    unsure = {item[:-1] for item in items if item.endswith("?")}
    unknown = sorted((ticked | unsure) - {option.id for option in question.options})
    problems = [_unknown_option(question, item) for item in unknown[:MOST_PROBLEMS]]
    problems += [f'"{item}" is ticked and unsure at once; keep one' for item in sorted(ticked & unsure)]
    if NONE in items and len(items) > 1:
        problems.append('"none" cannot stand beside other options')
    return make_answer(question, ticked, unsure, not_sure=NOT_SURE in items), problems


def _unknown_option(question: Question, name: str) -> str:
    known = options_of(question)
    # The nearest to "none" would be "not_sure", which is something else.
    hint = "" if name == NONE else suggest(name, known)
    return f'no option "{shorten(name)}"{hint}; options: {", ".join(known)}'


def options_of(question: Question) -> list[str]:
    """Return all that an answers file may name for a question."""
    extra = [NOT_SURE] if question.kind == "one" else [NONE, NOT_SURE]
    return [option.id for option in question.options] + extra


def describe(value: object) -> str:
    """Name the type of a value from a file, for a message."""
    names: dict[type[Any], str] = {bool: "true/false", int: "a number", float: "a number", str: "text"}
    names |= {list: "a list", dict: "a table", type(None): "nothing"}
    return names.get(type(value), "something else")
