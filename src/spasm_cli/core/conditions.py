"""Whether a condition holds, is ruled out, or cannot be told yet."""

from collections.abc import Mapping

from msgspec.structs import replace

from spasm_cli.core.answers import Answer, Answers, narrowed
from spasm_cli.core.entries import Question
from spasm_cli.core.keeping import kept_for_knowledge, once_for_a_sheet
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Condition, When, alternatives

Said = set[str] | frozenset[str]
"""Some of the answers that there are, each as `question.option`."""

_NOTHING = frozenset[str]()


def holds(when: When, said: frozenset[str]) -> bool:
    """Tell whether what was said meets the condition; no condition is always met."""
    return not when or _met(when, said, said)


def _met(when: When, so: Said, not_so: Said) -> bool:
    """Tell whether any alternative has all it asks for in `so`, and nothing that it rules out in `not_so`."""
    # Written out, since every danger rule of every sheet passes here.
    for case in (when,) if isinstance(when, Condition) else when:
        if case.any and so.isdisjoint(case.any):
            continue
        if case.any and case.at_least > 1 and len(so.intersection(case.any)) < case.at_least:
            continue
        if case.none and not not_so.isdisjoint(case.none):
            continue
        for each in case.all:
            if (each not in so) if each.__class__ is str else so.isdisjoint(each):
                break
        else:
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


def hidden(knowledge: Knowledge, question_id: str, answers: Answers) -> frozenset[str]:
    """Return the lines (option ids) of a question that this person is not shown: those whose `when` is ruled out.

    While what a line waits for was not asked yet, or not surely answered, it is shown.
    """
    return all_hidden(knowledge, answers).get(question_id, _NOTHING)


@once_for_a_sheet
def all_hidden(knowledge: Knowledge, answers: Answers) -> Mapping[str, frozenset[str]]:
    """Return, for each question that has any, the lines that this person is not shown."""
    still_open = tuple(each.id for each in knowledge.lines_wait_for if _may_be_any(each, answers))
    return _all_hidden(knowledge)(knowledge.names_waited_for & answers.said, still_open)


@kept_for_knowledge
def _all_hidden(
    knowledge: Knowledge, said: frozenset[str], still_open: tuple[str, ...]
) -> Mapping[str, frozenset[str]]:
    may_be = said.union(*(knowledge.references[name] for name in still_open))
    found = {
        name: frozenset(option.id for option in waiting if not may_hold(option.when, said, may_be))
        for name, waiting in knowledge.waiting_lines.items()
    }
    return {name: out for name, out in found.items() if out}


def _may_be_any(question: Question, answers: Answers) -> bool:
    answer = answers.given.get(question.id)
    return answer.not_sure if answer else applies(question, answers)


@once_for_a_sheet
def as_shown(knowledge: Knowledge, answers: Answers) -> tuple[tuple[str, Answer, frozenset[str]], ...]:
    """Return each answer behind its question's id and before the lines that were not shown, in the order of the file."""
    given, out = answers.given, all_hidden(knowledge, answers)
    return tuple((name, given[name], out.get(name, _NOTHING)) for name in knowledge.question if name in given)


def shown(knowledge: Knowledge, question: Question, answers: Answers) -> Question:
    """Return a question with the lines that this person is shown."""
    out = hidden(knowledge, question.id, answers)
    if not out:
        return question
    return replace(question, options=tuple(option for option in question.options if option.id not in out))


def lines_shown(knowledge: Knowledge, question_id: str, answers: Answers) -> frozenset[str]:
    """Return what can be said to a question (`question.option`, `question.not_sure`) with the lines that are shown."""
    out, every = hidden(knowledge, question_id, answers), knowledge.references[question_id]
    return every.difference(f"{question_id}.{name}" for name in out) if out else every


def change_answer(knowledge: Knowledge, answers: Answers, question_id: str, answer: Answer) -> Answers:
    """Change one answer, and drop those to questions that no longer apply because of it, or that now have more lines.

    Lines that are no longer shown because of it are not ticked any more. Answers to questions that did not apply before
    either were given on purpose, and stay.
    """
    gated = [
        question
        for question in (knowledge.question[name] for name in answers.given if name != question_id)
        if question.when and applies(question, answers)
    ]
    changed = _as_shown(knowledge, answers, answers.with_answer(question_id, answer), question_id)
    while lost := [question for question in gated if not applies(question, changed)]:
        gated = [question for question in gated if question not in lost]
        for question in lost:
            changed = changed.with_answer(question.id, None)
    return changed


def _as_shown(knowledge: Knowledge, before: Answers, after: Answers, changed_id: str) -> Answers:
    """Take from every other answer the lines that a change hides, and drop it where a change shows more."""
    for name in knowledge.waiting_lines.keys() & after.given.keys() - {changed_id}:
        hid, hides = hidden(knowledge, name, before), hidden(knowledge, name, after)
        if hid != hides:
            kept = still_said(shown(knowledge, knowledge.question[name], after), after[name])
            after = after.with_answer(name, None if hid - hides else kept)
    return after


def still_said(question: Question, answer: Answer) -> Answer | None:
    """Return what an answer says of the lines that are shown; None where it chose the one that is not."""
    kept = narrowed(question, answer)
    return kept if question.kind == "many" or kept.ticked or kept.not_sure else None


def possible(knowledge: Knowledge, answers: Answers) -> frozenset[str]:
    """Return every reference that holds or may yet hold.

    It stays open where a question has not been asked, or where the person was not sure. A question that does
    not apply to this person rules its options out, and a line that is not shown is ruled out unless it was named.
    """
    return _outlook(knowledge, answers)[1]


@once_for_a_sheet
def ruled_out(knowledge: Knowledge, answers: Answers) -> frozenset[str]:
    """Return the ids of the causes that this person cannot have: those whose `only` can no longer hold."""
    names = knowledge.limits
    return _ruled_out(knowledge)(names & answers.said, names & possible(knowledge, answers))


@kept_for_knowledge
def _ruled_out(knowledge: Knowledge, said: frozenset[str], may_be: frozenset[str]) -> frozenset[str]:
    return frozenset(cause.id for cause in knowledge.limited if state(cause.only, said, may_be) is False)


def in_doubt(answer: Answer) -> bool:
    """Tell whether a person was not sure of a question, or of one of its boxes."""
    return bool(answer.not_sure or answer.unsure)


def open_questions(knowledge: Knowledge, answers: Answers) -> frozenset[str]:
    """Return the ids of all questions that were not asked and may still apply to this person."""
    return _outlook(knowledge, answers)[0]


@once_for_a_sheet
def _outlook(knowledge: Knowledge, answers: Answers) -> tuple[frozenset[str], frozenset[str]]:
    """Return what `open_questions` does, and what `possible` does."""
    vague = (
        lines_shown(knowledge, name, answers) for name, answer in answers.given.items() if answer.not_sure
    )
    doubted, opened = answers.doubted, list[str]()
    found, unseen = set(doubted.union(*vague)), all_hidden(knowledge, answers)
    for question in knowledge.gates_first:
        if question.id not in answers.given and (
            not question.when or may_hold(question.when, doubted, found)
        ):
            opened.append(question.id)
            # A gate that may open can make the gates behind it possible.
            found |= (
                lines_shown(knowledge, question.id, answers)
                if question.id in unseen
                else knowledge.references[question.id]
            )
    return frozenset(opened), frozenset(found)


def state(when: When, said: frozenset[str], possible: frozenset[str]) -> bool | None:
    """Return True when the condition holds, False when it is ruled out, None while it is open.

    `possible` is what the function of that name says of the same answers.
    """
    if when and not may_hold(when, said, possible):
        return False
    return True if not when or _met(when, said, possible) else None


def may_hold(when: When, said: Said, possible: Said) -> bool:
    """Tell whether the condition could hold if what is possible came true; what was said stays said."""
    return _met(when, possible, said)
