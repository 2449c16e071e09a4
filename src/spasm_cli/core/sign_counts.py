"""How often each danger sign and each rule is used by worked cases, and how often it alone decides the level."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.evaluation import Rate, wilson
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.triage import Triage, triage
from spasm_cli.core.vocabulary import Level, split_reference


class Use(Struct, frozen=True):
    """One sign or rule."""

    id: str
    """`question.option`, or the id of a flag."""
    words: str
    used: Rate
    """Of all cases, those that ticked or raised it."""
    decided: Rate
    """Of those, the cases whose level is lower without it, everything else being the same."""


class SignCounts(Struct, frozen=True):
    """Every sign and every rule, in the order of the file."""

    cases: int
    signs: tuple[Use, ...]
    rules: tuple[Use, ...]
    never_ticked: tuple[str, ...]
    never_raised: tuple[str, ...]


def count_signs(knowledge: Knowledge, sheets: Sequence[Answers]) -> SignCounts:
    """Count over the sheets of worked cases; a sign is a line of a safety question, or any other that a flag names."""
    found = [(sheet, triage(knowledge, sheet)) for sheet in sheets]
    signs = tuple(
        _use(name, knowledge.label(name), [_by_sign(knowledge, *each, name) for each in found])
        for name in _signs(knowledge)
    )
    rules = tuple(
        _use(flag.id, flag.may_be, [_by_rule(each, flag.id) for _, each in found]) for flag in knowledge.flags
    )
    return SignCounts(
        len(sheets), signs, rules, *(tuple(u.id for u in uses if not u.used.hits) for uses in (signs, rules))
    )


def _signs(knowledge: Knowledge) -> Iterable[str]:
    for question in knowledge.questions:
        for option in question.options:
            name = f"{question.id}.{option.id}"
            if question.section == "safety" or name in knowledge.flagged:
                yield name


def _use(name: str, words: str, decided: Sequence[bool | None]) -> Use:
    """Count, of what each case says: whether it decided, or None where it was not used."""
    used = [each for each in decided if each is not None]
    return Use(name, words, wilson(len(used), len(decided)), wilson(sum(used), len(used)))


def _by_sign(knowledge: Knowledge, sheet: Answers, found: Triage, name: str) -> bool | None:
    if name not in sheet.said:
        return None
    return triage(knowledge, _without(sheet, name)).level.rank < found.level.rank


def _by_rule(found: Triage, flag_id: str) -> bool | None:
    if all(reason.id != flag_id for reason in found.reasons):
        return None
    others = (reason.level.rank for reason in found.reasons if reason.id != flag_id)
    return max(others, default=Level.SELF_CARE.rank) < found.level.rank


def _without(sheet: Answers, name: str) -> Answers:
    """Take one tick out; a question that is left without any was asked all the same."""
    question_id, option_id = split_reference(name)
    answer = sheet[question_id]
    ticked = tuple(each for each in answer.ticked if each != option_id)
    return sheet.with_answer(question_id, Answer(ticked, answer.unsure, answer.not_sure))
