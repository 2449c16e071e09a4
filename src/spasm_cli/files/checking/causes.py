"""What must be true of the causes of a knowledge file, and of their findings."""

from collections.abc import Iterator, Mapping

from spasm_cli.core.entries import Cause, Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Number
from spasm_cli.core.scoring import decibans, shares, whole
from spasm_cli.errors import suggest
from spasm_cli.files.checking.problems import Problem, unknown_reference

_NO_POINTS = "gives no points with the baselines as they are; harmless: delete it or change its p"


def findings_make_sense(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield findings that name nothing, cannot add up, or change nothing (a warning)."""
    for cause in knowledge.causes:
        for question_id, listed in cause.findings.items():
            question = knowledge.question.get(question_id)
            if question is None:
                yield _misplaced(cause, question_id, knowledge)
                continue
            known = {option.id for option in question.options}
            unknown = [name for name in listed if name not in known]
            for name in unknown:
                message = unknown_reference(knowledge, f"{question_id}.{name}")
                yield Problem("causes", cause.id, f"findings: {message}", (f"{question_id}.{name}",))
            if not listed:
                message = f'findings: "{question_id}" lists no option; list one, or delete the line'
                yield Problem("causes", cause.id, message, (question_id,))
            elif not unknown:
                yield from _shares_fit(knowledge, cause, question)


def _misplaced(cause: Cause, name: str, knowledge: Knowledge) -> Problem:
    return Problem(
        "causes",
        cause.id,
        f'findings: no question "{name}"{suggest(name, list(knowledge.question))}',
        (f"{name}.",),
    )


def _shares_fit(knowledge: Knowledge, cause: Cause, question: Question) -> Iterator[Problem]:
    listed = cause.findings[question.id]
    base = {option.id: option.baseline for option in question.options}
    compared = listed if question.kind == "many" else base
    total = sum(
        number.share(base[name] or 0, knowledge.scoring.usual_people) for name, number in listed.items()
    )
    if any(base[name] is None for name in compared):
        message = f'the options of "{question.id}" have no baseline to compare with'
    elif question.kind == "one" and len(listed) == len(question.options):
        if _one_count(listed):
            return
        message = (
            f'"{question.id}" lists every option; leave at least one out, unless all are counts of one `of`'
        )
    elif question.kind == "one" and total >= 1:
        message = f'the shares of "{question.id}" add up to {total:.2f}; keep them below 1'
    else:
        return
    yield Problem("causes", cause.id, f"findings: {message}", (f"{question.id}.",))


def _one_count(listed: Mapping[str, Number]) -> bool:
    """Tell whether all shares are counts of the same people, each of whom gave one of the answers."""
    people = {(number.source, number.of) for number in listed.values()}
    total = sum(number.yes or 0 for number in listed.values())
    return len(people) == 1 and {total} == {number.of for number in listed.values()}


def findings_change_something(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield a warning for each listed share that weighs what it would weigh if it were left out."""
    for cause in knowledge.causes:
        for question_id, listed in cause.findings.items():
            question = knowledge.question[question_id]
            if len(listed) == len(question.options):
                continue  # a whole count leaves nothing out
            for name in listed:
                without = {other: finding for other, finding in listed.items() if other != name}
                change = decibans(
                    shares(knowledge.scoring, question, listed)[name]
                    / shares(knowledge.scoring, question, without)[name]
                )
                if whole(knowledge.scoring.shrink * change) == 0:
                    message = f'findings: "{question_id}.{name}" {_NO_POINTS}'
                    yield Problem("causes", cause.id, message, (f"{question_id}.{name}",), warning=True)


def causes_make_sense(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield contributors without an exposure, patterns with one, and bands in the wrong order."""
    for cause in knowledge.causes:
        if cause.kind == "contributor" and not cause.shown_when:
            yield Problem("causes", cause.id, "a contributor needs shown_when: the exposure itself")
        if cause.kind == "pattern" and cause.shown_when:
            yield Problem("causes", cause.id, "shown_when is for contributors", ("shown_when",))
        for name in cause.shown_if_asked:
            if name not in knowledge.question:
                message = f'shown_if_asked: no question "{name}"{suggest(name, list(knowledge.question))}'
                yield Problem("causes", cause.id, message, (name,))
    if knowledge.scoring.fits_partly >= knowledge.scoring.fits_well:
        yield Problem("scoring", "", "fits_partly must be below fits_well", ("fits_partly",))
