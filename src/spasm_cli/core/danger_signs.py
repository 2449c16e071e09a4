"""Danger signs in the answers: those that were denied, that another answer lacks, and that make it urgent."""

from collections.abc import Set as AbstractSet

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.conditions import applies, holds
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NOT_SURE, alternatives, questions_named, split_reference


def denied(knowledge: Knowledge, answers: Answers) -> tuple[str, ...]:
    """Return every line (`question.option`) of the safety questions that was shown, and neither ticked nor left unsure.

    Where somebody is not sure, without saying of which, no line of that question was denied.
    """
    return tuple(
        f"{question.id}.{option.id}"
        for question in knowledge.questions
        if question.section == "safety" and question.kind == "many"
        if (answer := answers.given.get(question.id)) is not None and not answer.not_sure
        for option in question.options
        if option.id not in {*answer.ticked, *answer.unsure} and holds(option.when, answers.said)
    )


def danger_lost(knowledge: Knowledge, name: str, old: Answer, new: Answer) -> list[str]:
    """Return the danger signs of an answer, as an answers file names them, that another answer does not have."""
    if knowledge.question[name].section != "safety":
        return []
    flagged = [option for option in old.ticked if f"{name}.{option}" in knowledge.flagged]
    lost = [option for option in flagged if option not in new.ticked]
    return lost + [f"{option}?" for option in old.unsure if option not in new.ticked + new.unsure]


def signs_denied(knowledge: Knowledge, answers: Answers) -> tuple[str, ...]:
    """Return those of the denied lines that are danger signs, and no background: not being sure of one would raise the level."""
    lines = denied(knowledge, answers)
    return tuple(line for line in lines if knowledge.question[split_reference(line)[0]].if_unsure)


def asked_anew(knowledge: Knowledge, answers: Answers, names: AbstractSet[str]) -> Answers:
    """Take out the answers to the questions of these names that hold a denial, and to those that they open.

    What was ticked in a question that would not come again stays.
    """
    wanted = {split_reference(line)[0] for line in denied(knowledge, answers)}
    safety = [
        question
        for question in knowledge.safety_questions
        if question.id in names and (applies(question, answers) or not _said_anything(answers[question.id]))
    ]
    gone = {question.id for question in safety if question.id in wanted}
    while more := {each.id for each in safety if questions_named(each.when) & gone} - gone:
        gone |= more
    return Answers({name: answer for name, answer in answers.items() if name not in gone})


def denials_unasked(knowledge: Knowledge, answers: Answers, names: AbstractSet[str]) -> Answers:
    """Take out the answers to safety questions of these names that deny every line; the same where there is none.

    What was ticked, or left unsure, stays with the denials beside it: nothing may hide a danger sign.
    """
    wanted = {split_reference(line)[0] for line in denied(knowledge, answers)} & names
    gone = {name for name in wanted if not _said_anything(answers[name])}
    return Answers({name: answers[name] for name in answers if name not in gone}) if gone else answers


def urgent_signs(knowledge: Knowledge, answers: Answers) -> tuple[str, ...]:
    """Return what was ticked, but for place and age, that a flag of today or now rests on."""
    return tuple(
        dict.fromkeys(
            name
            for flag in knowledge.flags
            if flag.urgency.is_urgent
            for case in alternatives(flag.when)
            if holds(case, answers.said)
            for name in case.references
            if name in answers.said
            and not name.endswith(f".{NOT_SURE}")
            and not knowledge.is_place_or_age(name)
        )
    )


def _said_anything(answer: Answer) -> bool:
    return bool(answer.ticked or answer.unsure or answer.not_sure)
