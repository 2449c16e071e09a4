"""What must be true of the causes of a knowledge file, and of their findings."""

from collections.abc import Iterator, Mapping

from spasm_cli.core.entries import Cause, Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Number
from spasm_cli.core.weighing import decibans, shares, whole
from spasm_cli.files.checking.problems import Problem, unknown_question, unknown_reference
from spasm_cli.files.words_file import say


def findings_make_sense(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield findings that name nothing, or cannot add up."""
    for cause in knowledge.causes:
        for question_id, listed in cause.findings.items():
            question = knowledge.question.get(question_id)
            if question is None:
                message = unknown_question(knowledge, question_id)
                yield Problem("causes", cause.id, f"findings: {message}", (f"{question_id}.",))
                continue
            known = {option.id for option in question.options}
            unknown = [name for name in listed if name not in known]
            for name in unknown:
                message = unknown_reference(knowledge, f"{question_id}.{name}")
                yield Problem("causes", cause.id, f"findings: {message}", (f"{question_id}.{name}",))
            if not listed:
                message = say("check.none_listed", question=question_id)
                yield Problem("causes", cause.id, f"findings: {message}", (question_id,))
            elif not unknown:
                yield from _shares_fit(knowledge, cause, question)


def _shares_fit(knowledge: Knowledge, cause: Cause, question: Question) -> Iterator[Problem]:
    listed = cause.findings[question.id]
    base = {option.id: option.baseline for option in question.options}
    compared = listed if question.kind == "many" else base
    total = sum(
        number.share(base[name] or 0, knowledge.scoring.usual_people) for name, number in listed.items()
    )
    if any(base[name] is None for name in compared):
        message = say("check.no_baseline", question=question.id)
    elif question.kind == "one" and len(listed) == len(question.options):
        if _one_count(listed):
            return
        message = say("check.all_listed", question=question.id)
    elif question.kind == "one" and total >= 1:
        message = say("check.shares", question=question.id, sum=f"{total:.2f}")
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
            if question.kind == "one" and len(listed) == len(question.options):
                continue  # a whole count leaves nothing out
            for name in listed:
                without = {other: finding for other, finding in listed.items() if other != name}
                change = decibans(
                    shares(knowledge.scoring, question, listed)[name]
                    / shares(knowledge.scoring, question, without)[name]
                )
                if whole(knowledge.scoring.shrink * change) == 0:
                    reference = f"{question_id}.{name}"
                    message = f"findings: {say('check.no_points', name=reference)}"
                    yield Problem("causes", cause.id, message, (reference,), warning=True)


def _keys_fit_its_kind(cause: Cause) -> Iterator[Problem]:
    pattern = cause.kind == "pattern"
    for key in ("do_not", "known") if pattern else ("shown_if_asked",):
        if getattr(cause, key):
            message = say("check.contributors_only" if pattern else "check.patterns_only", key=key)
            yield Problem("causes", cause.id, message, (key,))


def causes_make_sense(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield contributors without an exposure, keys of the other kind, and bands in the wrong order."""
    for cause in knowledge.causes:
        if cause.kind == "contributor" and not cause.shown_when:
            yield Problem("causes", cause.id, say("check.exposure"))
        if cause.kind == "pattern" and cause.shown_when:
            yield Problem("causes", cause.id, say("check.no_exposure"), ("shown_when",))
        yield from _keys_fit_its_kind(cause)
        for name in cause.shown_if_asked:
            if name not in knowledge.question:
                message = f"shown_if_asked: {unknown_question(knowledge, name)}"
                yield Problem("causes", cause.id, message, (name,))
    if knowledge.scoring.fits_partly >= knowledge.scoring.fits_well:
        yield Problem("scoring", "", say("check.bands"), ("fits_partly",))
    if knowledge.scoring.a_little_ahead >= knowledge.scoring.well_ahead:
        yield Problem("scoring", "", say("check.ahead"), ("a_little_ahead",))
