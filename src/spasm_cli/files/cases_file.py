"""Worked cases from a file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

import msgspec

from spasm_cli.core.answers import Answers
from spasm_cli.core.cases import Case
from spasm_cli.core.evaluation import Report, evaluate
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import MOST_PROBLEMS, AnswersError, CasesError, SpasmError
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.checking.lines import LineIndex
from spasm_cli.files.checking.problems import Found, Problem, as_lines
from spasm_cli.files.reading import decode, parse_toml, read_bytes, shown_name, unsafe_message
from spasm_cli.files.shipped import data_file
from spasm_cli.files.translation import find_beside, in_language
from spasm_cli.files.words_file import say, suggest
from spasm_cli.text import shorten, spelt, unsafe_texts

DEMO = "demo.toml"
OTHER = "other:"
"""What stands before a cause that is not in the knowledge file."""


def load_cases(path: str, knowledge: Knowledge | None = None) -> tuple[Case, ...]:
    """Read a file of [[cases]]; with a knowledge file, whose answers and causes must all be in it.

    Raises:
        CasesError: with every problem in the file.
        SpasmError: it cannot be read, or a text in it is unsafe.
    """
    text = decode(read_bytes(path), path)
    cases = _read(path, text)
    if knowledge:
        misfits = (_misfits(knowledge, case, place) for place, case in enumerate(cases))
        _refuse(path, text, chain.from_iterable(misfits))
    return cases


def load_demo(knowledge: Knowledge, path: str) -> dict[str, Case]:
    """Read the worked cases in the language of the knowledge file at `path`: by id, those that come with the program or lie beside it.

    Raises:
        SpasmError: there are none, or they cannot be read.
    """
    name = in_language(DEMO, knowledge.meta.language)
    found = data_file(DEMO) if name == DEMO else find_beside(name, path)
    if found is None:
        raise SpasmError(knowledge.words("command.no_demo", name=name))
    return {case.id: case for case in load_cases(str(found))}


def score_cases(knowledge: Knowledge, cases: Sequence[Case]) -> Report:
    """Return how the knowledge does on worked cases.

    Raises:
        AnswersError: a case's answers do not fit the knowledge file.
    """
    return evaluate(knowledge, cases, sheets_of(knowledge, cases))


def sheets_of(knowledge: Knowledge, cases: Sequence[Case]) -> list[Answers]:
    """Return the answers of each case.

    Raises:
        AnswersError: they do not fit the knowledge file.
    """
    return [
        parse_answers(knowledge, case.answers, source=say("cases_file.case", id=case.id)) for case in cases
    ]


def _read(path: str, text: str) -> tuple[Case, ...]:
    raw = parse_toml(text, path)
    _refuse(path, text, _strangers(raw))
    entries: list[Any] = raw["cases"]
    for at, character in unsafe_texts(entries):
        line = LineIndex.of(text).line_of("cases", int(at[0]), spelt(character, text) or str(at[-1]))
        problem = unsafe_message(("cases", *at), character)
        raise SpasmError(say("file.problem_on", file=shown_name(path), line=line, problem=problem))
    try:
        cases = msgspec.convert(entries, tuple[Case, ...])
    except msgspec.ValidationError:
        _refuse(path, text, _mistakes(entries))
        raise
    _refuse(path, text, _doubles(cases))
    return cases


def _refuse(path: str, text: str, problems: Iterator[Found]) -> None:
    if found := list(islice(problems, MOST_PROBLEMS + 1)):
        lines = [line for line, _ in as_lines(path, text, found)]
        raise CasesError(say("cases_file.unusable", file=shown_name(path)), lines)


def _strangers(raw: dict[str, Any]) -> Iterator[Found]:
    for name in (name for name in raw if name != "cases"):
        yield Problem(name, "", say("cases_file.stranger")), [0]
    entries = raw.get("cases", [])
    if not isinstance(entries, list):
        yield Problem("cases", "", say("mistake.brackets", table="cases")), [0]
    elif not entries:
        yield Problem("cases", "", say("cases_file.empty")), [0]


def _mistakes(entries: list[Any]) -> Iterator[Found]:
    from spasm_cli.files.checking.mistakes import problems_in  # noqa: PLC0415 - only wanted once something is wrong

    for place, entry in enumerate(entries):
        answers = entry.get("answers") if isinstance(entry, dict) else None
        for problem, places in problems_in("cases", place, entry, Case):
            key = problem.message.partition(":")[0]
            if isinstance(answers, dict) and not problem.words and key in answers:
                yield Problem("cases.answers", problem.id, say("cases_file.below", key=key), (key,)), places
            else:
                yield problem, places


def _doubles(cases: tuple[Case, ...]) -> Iterator[Found]:
    for name, count in Counter(case.id for case in cases).items():
        if count > 1:
            places = [place for place, case in enumerate(cases) if case.id == name]
            yield Problem("cases", name, say("cases_file.id_twice"), ("id",), twice=True), places


def _misfits(knowledge: Knowledge, case: Case, place: int) -> Iterator[Found]:
    """Find causes and answers that the knowledge file does not have: a misspelt one would change what is counted."""
    for key, names in (("cause", [case.cause] if case.cause else []), ("acceptable", case.acceptable)):
        for name in names:
            if name not in knowledge.cause and not name.startswith(OTHER):
                near = suggest(name, list(knowledge.cause))
                message = say("cases_file.no_cause", key=key, cause=shorten(name), hint=near, other=OTHER)
                yield Problem("cases", case.id, message, (key,)), [place]
    try:
        parse_answers(knowledge, case.answers, source=case.id)
    except AnswersError as error:
        for problem in error.problems:
            name = problem.partition(":")[0].strip('"')
            lost = name in Case.__struct_fields__ and name not in knowledge.question
            message = say("cases_file.below", key=name) if lost else problem
            yield Problem("cases.answers", case.id, message, (name,)), [place]
