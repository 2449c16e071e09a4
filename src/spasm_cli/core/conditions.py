"""Whether a condition holds, is ruled out, or cannot be told yet."""

from functools import lru_cache

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Condition, When, alternatives, split_reference

Said = set[str] | frozenset[str]
"""Some of the answers that there are, each as `question.option`."""


def holds(when: When, said: frozenset[str]) -> bool:
    """Tell whether what was said meets the condition; no condition is always met."""
    return not when or _met(when, said, said)


def _met(when: When, so: Said, not_so: Said) -> bool:
    """Tell whether any alternative has all it asks for in `so`, and nothing that it rules out in `not_so`."""
    for case in (when,) if isinstance(when, Condition) else when:
        if (
            all(not so.isdisjoint(group) for group in case.groups)
            and (not case.any or len(so.intersection(case.any)) >= case.at_least)
            and not_so.isdisjoint(case.none)
        ):
            return True
    return False


def needed(when: When, said: frozenset[str], counted: frozenset[str]) -> frozenset[str]:
    """Return what was `counted` beyond what was said, and without which no alternative would be met as it is."""
    found = set[str]()
    for case in alternatives(when):
        if holds(case, counted):
            lacking = [group for group in case.groups if said.isdisjoint(group)]
            if len(said.intersection(case.any)) < case.at_least:
                lacking.append(case.any)
            found.update(name for group in lacking for name in group)
    return counted.intersection(found) - said


def applies(question: Question, answers: Answers) -> bool:
    """Tell whether a question is to be put, given what was said so far; an unsure box counts as ticked."""
    return holds(question.when, answers.doubted)


def change_answer(knowledge: Knowledge, answers: Answers, question_id: str, answer: Answer) -> Answers:
    """Change one answer, and drop those to questions that no longer apply because of it.

    Answers to questions that did not apply before either were given on purpose, and stay.
    """
    gated = [
        question
        for question in (knowledge.question[name] for name in answers.given if name != question_id)
        if question.when and applies(question, answers)
    ]
    changed = answers.with_answer(question_id, answer)
    while lost := [question for question in gated if not applies(question, changed)]:
        gated = [question for question in gated if question not in lost]
        for question in lost:
            changed = changed.with_answer(question.id, None)
    return changed


def possible(knowledge: Knowledge, answers: Answers) -> frozenset[str]:
    """Return every reference that holds or may yet hold.

    It stays open where a question has not been asked, or where the person was not sure. A question that does
    not apply to this person rules its options out.
    """
    still_open = open_questions(knowledge, answers)
    return _not_ruled_out(knowledge, answers).union(*(knowledge.references[name] for name in still_open))


def open_questions(knowledge: Knowledge, answers: Answers) -> frozenset[str]:
    """Return the ids of all questions that were not asked and may still apply to this person."""
    found, opened = set(_not_ruled_out(knowledge, answers)), set[str]()
    closed = [question for question in knowledge.questions if question.id not in answers]
    while True:
        left = []
        for question in closed:
            if not question.when or may_hold(question.when, answers.doubted, found):
                opened.add(question.id)
                # A gate that may open can make the gates behind it possible.
                found |= knowledge.references[question.id]
            else:
                left.append(question)
        if len(left) == len(closed):
            return frozenset(opened)
        closed = left


def _not_ruled_out(knowledge: Knowledge, answers: Answers) -> frozenset[str]:
    """Return what the answers given leave possible."""
    vague = (knowledge.references[name] for name, answer in answers.items() if answer.not_sure)
    return answers.doubted.union(*vague)


def state(when: When, said: frozenset[str], possible: frozenset[str]) -> bool | None:
    """Return True when the condition holds, False when it is ruled out, None while it is open.

    `possible` is what the function of that name says of the same answers.
    """
    if not when or _met(when, said, possible):
        return True
    return None if may_hold(when, said, possible) else False


def may_hold(when: When, said: Said, possible: Said) -> bool:
    """Tell whether the condition could hold if what is possible came true; what was said stays said."""
    return _met(when, possible, said)


@lru_cache(maxsize=4096)
def questions_named(when: When) -> frozenset[str]:
    """Return the ids of all questions that a condition names."""
    return frozenset(split_reference(name)[0] for case in alternatives(when) for name in case.references)
