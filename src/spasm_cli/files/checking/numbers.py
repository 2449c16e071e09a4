"""What must be true of the shares of people in a knowledge file: nothing claims more than was counted."""

from collections import Counter
from collections.abc import Iterable, Iterator

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Number
from spasm_cli.core.vocabulary import JUDGEMENT
from spasm_cli.files.checking.problems import Problem
from spasm_cli.files.words_file import say

BASELINE_TOLERANCE = 0.02


def numbers_claim_what_was_counted(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield shares that are neither a count with its source nor a judgement, and counts that cannot be."""
    weak = {source.id for source in knowledge.sources if source.weak}
    for name, number in knowledge.numbers:
        table, entry_id = ("causes", name.cause) if name.cause else ("questions", name.question)
        finding = bool(name.cause and name.question)
        key = f"{name.question}.{name.option}" if finding else name.option or "prior"
        if number.kind == "measured" and number.source in weak:
            message = say("check.count_weak", name=number.source, judgement=JUDGEMENT)
            yield Problem(table, entry_id, f"{key}: {message}", (key,))
        for message in _faults(number, alone=not finding):
            yield Problem(table, entry_id, f"{key}: {message}", (key,))
        alone = number.kind == "measured" and not knowledge.scoring.usual_people
        if finding and alone and number.yes in {0, number.of}:
            yield Problem(table, entry_id, f"{key}: {say('check.nobody_beside')}", (key,))


def _faults(number: Number, *, alone: bool) -> Iterator[str]:
    """Yield what is wrong with one; a share that stands `alone` has no baseline to lean on."""
    counted = (number.yes is not None, number.of is not None)
    if number.p is not None and any(counted):
        yield say("check.p_or_count")
    elif number.p is None and not all(counted):
        yield say("check.half_a_count")
    elif number.yes is not None and number.of is not None:
        yield from _faults_of_count(number, number.yes, number.of, alone=alone)
    elif JUDGEMENT in number.near:
        yield say("check.near_judgement")
    elif number.near and not number.note.strip():
        yield say("check.near_note")
    elif number.source != JUDGEMENT:
        yield say("check.no_count", name=number.source, judgement=JUDGEMENT)


def _faults_of_count(number: Number, yes: int, of: int, *, alone: bool) -> Iterator[str]:
    if yes > of:
        yield say("check.more_than_all", yes=yes, of=of)
    elif alone and yes in {0, of}:
        yield say("check.all_or_none")
    if number.source == JUDGEMENT:
        yield say("check.count_by_nobody")
    if number.near:
        yield say("check.count_near")
    if not number.note.strip():
        yield say("check.count_note")


def counts_of_one_answer_fit(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield questions with one answer for which the counts of the same people are more than those people."""
    for question in knowledge.questions:
        if question.kind == "one":
            usual = {option.id: option.usual for option in question.options if option.usual}
            for problem in _more_than_asked(question.id, usual.values()):
                yield Problem("questions", question.id, problem, ("baseline",))
            for cause in knowledge.causes:
                for problem in _more_than_asked(question.id, cause.findings.get(question.id, {}).values()):
                    yield Problem("causes", cause.id, f"findings: {problem}", (f"{question.id}.",))


def _more_than_asked(question: str, numbers: Iterable[Number]) -> Iterator[str]:
    asked = Counter[tuple[str, int]]()
    for number in numbers:
        if number.yes is not None and number.of is not None and number.yes <= number.of:
            asked[number.source, number.of] += number.yes
    for (source, of), yes in asked.items():
        if yes > of:
            yield say("check.more_than_asked", question=question, source=source, yes=yes, of=of)


def baselines_add_up(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield questions where only some options have a baseline, or where those of one answer are not everybody."""
    for question in knowledge.questions:
        given = [option.baseline for option in question.options if option.baseline is not None]
        if given and len(given) < len(question.options) and question.section != "safety":
            yield Problem("questions", question.id, say("check.some_baselines"))
        elif given and question.kind == "one" and abs(sum(given) - 1) > BASELINE_TOLERANCE:
            yield Problem("questions", question.id, say("check.baselines", sum=f"{sum(given):.2f}"))
