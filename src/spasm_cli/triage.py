"""How urgent it is. Reads answers and flags, never a score, so that no weight can hide a danger sign."""

from msgspec import Struct

from spasm_cli.answers import Answers
from spasm_cli.conditions import applies, holds
from spasm_cli.knowledge import Knowledge, Question
from spasm_cli.settings import NOT_SURE, Level


class Reason(Struct, frozen=True):
    """One thing that raised the urgency."""

    id: str
    """A flag's id; for a box that the person was unsure of, `question.option?` or `question.not_sure`."""
    level: Level
    say: str
    may_be: str
    sources: tuple[str, ...]
    route: str = ""


class Triage(Struct, frozen=True):
    """The level, why, and what was left unasked."""

    level: Level
    reasons: tuple[Reason, ...]
    """Most urgent first; within a level in the order of the file."""
    unanswered: tuple[str, ...]
    """Questions of the first two sections that apply and were not asked."""
    stopped: str | None
    """The flag that puts this person out of scope."""


def triage(knowledge: Knowledge, answers: Answers) -> Triage:
    """Return the highest level that any flag or unsure box raises.

    Every answer given counts, gated or not. Adding answers or ticks never lowers the level.
    """
    raised = _flags(knowledge, answers)
    reasons = [reason for _, reason, _ in raised] + _unsure(knowledge, answers)
    reasons.sort(key=lambda reason: -reason.level.rank)
    return Triage(
        level=reasons[0].level if reasons else Level.SELF_CARE,
        reasons=tuple(reasons),
        unanswered=tuple(
            question.id
            for question in knowledge.safety_questions
            if question.id not in answers and applies(question, answers)
        ),
        stopped=next((reason.id for _, reason, stops in raised if stops), None),
    )


def _flags(knowledge: Knowledge, answers: Answers) -> list[tuple[int, Reason, bool]]:
    index = knowledge.flags_by_reference
    found = {flag.id: (place, flag) for name in answers.said for place, flag in index.get(name, ())}
    raised = [
        (place, Reason(flag.id, flag.urgency, flag.say, flag.may_be, flag.sources, flag.route), flag.stops)
        for place, flag in found.values()
        if holds(flag.when, answers.said)
    ]
    return sorted(raised, key=lambda entry: entry[0])


def _unsure(knowledge: Knowledge, answers: Answers) -> list[Reason]:
    reasons = []
    for question_id in knowledge.question:
        answer = answers.get(question_id)
        if answer is None or not (answer.unsure or answer.not_sure):
            continue
        question = knowledge.question[question_id]
        for option in question.options:
            level = option.if_unsure or question.if_unsure
            if option.id in answer.unsure and level:
                named = f"“{option.label}”"
                reasons.append(_unsure_reason(knowledge, question, f"{option.id}?", level, named))
        if answer.not_sure and question.if_unsure:
            vague = f"one of the lines under “{question.ask}”"
            reasons.append(_unsure_reason(knowledge, question, NOT_SURE, question.if_unsure, vague))
    return [reason for reason in reasons if reason.level != Level.SELF_CARE]


def _unsure_reason(knowledge: Knowledge, question: Question, part: str, level: Level, label: str) -> Reason:
    text = knowledge.levels[level]
    route = question.unsure_route if question.unsure_route in text.routes else ""
    return Reason(f"{question.id}.{part}", level, f"{text.unsure} {label}", "", (), route)
