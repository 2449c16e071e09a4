"""Confirm before alarm: which ticked boxes are put once more, alone, before an urgent level is told."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Literal

from spasm_cli.core.answers import Answer, Answers, make_answer
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.triage import level_of, raised_flags
from spasm_cli.core.vocabulary import alternatives, split_reference

Reply = Literal["yes", "no", "not_sure"]


def to_confirm(
    knowledge: Knowledge, answers: Answers, replies: Mapping[str, Answer], confirmed: AbstractSet[str]
) -> str | None:
    """Return the box (`question.option`) to put once more now, or None where nothing urgent rests on such boxes.

    Only what was ticked in `replies` and not confirmed yet is put, and nothing as long as the level holds without all of
    it. They come in the order of the file; a flag that is raised at this level names each.
    """
    level = level_of(knowledge, answers)
    if not level.is_urgent:
        return None
    generous = [
        f"{question.id}.{option.id}"
        for question in knowledge.questions
        if question.id in replies and question.id in answers
        for option in question.options
        if option.confirm and option.id in answers[question.id].ticked
    ]
    open_yet = [name for name in generous if name not in confirmed]
    if not open_yet or level_of(knowledge, without(knowledge, answers, open_yet)) is level:
        return None
    named = {
        name
        for one in raised_flags(knowledge, answers)
        if one.level is level
        for case in alternatives(one.flag.when)
        for name in case.references
    }
    return next((name for name in open_yet if name in named), None)


def without(knowledge: Knowledge, answers: Answers, names: list[str]) -> Answers:
    """Return the answers with these boxes left blank."""
    for name in names:
        question_id, _ = split_reference(name)
        answers = answers.with_answer(question_id, settled(knowledge, answers[question_id], name, "no"))
    return answers


def settled(knowledge: Knowledge, answer: Answer, name: str, reply: Reply) -> Answer:
    """Return an answer with one box as the person now says: ticked, blank, or unsure."""
    question_id, option_id = split_reference(name)
    ticked, unsure = {*answer.ticked} - {option_id}, {*answer.unsure} - {option_id}
    if reply != "no":
        (ticked if reply == "yes" else unsure).add(option_id)
    return make_answer(knowledge.question[question_id], ticked, unsure, not_sure=answer.not_sure)
