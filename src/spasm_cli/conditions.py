"""Whether a condition holds, is ruled out, or cannot be told yet."""

from functools import lru_cache

from spasm_cli.answers import Answers
from spasm_cli.knowledge import NOT_SURE, Condition, Knowledge, Question, When, alternatives


def holds(when: When, said: frozenset[str]) -> bool:
    """Tell whether what was said meets the condition; no condition is always met."""
    cases = alternatives(when)
    return not cases or any(_case_holds(case, said) for case in cases)


def _case_holds(case: Condition, said: frozenset[str]) -> bool:
    return (
        said.issuperset(case.all)
        and (not case.any or sum(name in said for name in case.any) >= case.at_least)
        and said.isdisjoint(case.none)
    )


def applies(question: Question, answers: Answers) -> bool:
    """Tell whether a question is to be put, given what was said so far."""
    return not question.when or holds(question.when, answers.said)


def state(knowledge: Knowledge, when: When, answers: Answers) -> bool | None:
    """Return True when the condition holds, False when it is ruled out, None while it is open.

    It stays open where a question has not been asked, or where the person was not sure. A question that does
    not apply to this person rules its options out.
    """
    cases = alternatives(when)
    if not cases:
        return True
    states = [_case_state(knowledge, case, answers) for case in cases]
    return True if True in states else None if None in states else False


def _case_state(knowledge: Knowledge, case: Condition, answers: Answers) -> bool | None:
    parts: list[bool | None] = [_truth(knowledge, name, answers) for name in case.all]
    parts += [
        None if (found := _truth(knowledge, name, answers)) is None else not found for name in case.none
    ]
    if case.any:
        found_any = [_truth(knowledge, name, answers) for name in case.any]
        sure, possible = found_any.count(True), len(found_any) - found_any.count(False)
        parts.append(True if sure >= case.at_least else None if possible >= case.at_least else False)
    return False if False in parts else None if None in parts else True


def _truth(knowledge: Knowledge, reference: str, answers: Answers) -> bool | None:
    question_id, _, option_id = reference.partition(".")
    answer = answers.get(question_id)
    if answer is None:
        when = knowledge.question[question_id].when
        return False if when and state(knowledge, when, answers) is False else None
    if option_id == NOT_SURE:
        return answer.not_sure
    if option_id in answer.ticked:
        return True
    return None if answer.not_sure or option_id in answer.unsure else False


def open_questions(knowledge: Knowledge, answers: Answers) -> frozenset[str]:
    """Return the ids of all questions that were not asked and may still apply to this person."""
    return frozenset(
        question.id
        for question in knowledge.questions
        if question.id not in answers and state(knowledge, question.when, answers) is not False
    )


def may_hold(when: When, said: frozenset[str], still_open: frozenset[str]) -> bool:
    """Tell whether open questions could make the condition hold.

    What a person was not sure of is not asked again, so it counts as never said.
    """

    def possible(name: str) -> bool:
        return name in said or name.partition(".")[0] in still_open

    return any(
        all(map(possible, case.all))
        and (not case.any or sum(map(possible, case.any)) >= case.at_least)
        and said.isdisjoint(case.none)
        for case in alternatives(when)
    )


@lru_cache(maxsize=4096)
def questions_named(when: When) -> frozenset[str]:
    """Return the ids of all questions that a condition names."""
    return frozenset(name.partition(".")[0] for case in alternatives(when) for name in case.references)
