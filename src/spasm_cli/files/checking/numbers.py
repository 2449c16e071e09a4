"""What must be true of the shares of people in a knowledge file: nothing claims more than was counted."""

from collections.abc import Iterator

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Number
from spasm_cli.core.vocabulary import JUDGEMENT
from spasm_cli.files.checking.problems import Problem

BASELINE_TOLERANCE = 0.02


def numbers_claim_what_was_counted(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield shares that are neither a count with its source nor a judgement, and counts that cannot be."""
    for table, entry_id, name, number in _numbers(knowledge):
        for message in _faults(number, alone=table != "causes" or name == "prior"):
            yield Problem(table, entry_id, f"{name}: {message}", (name,))


def _numbers(knowledge: Knowledge) -> Iterator[tuple[str, str, str, Number]]:
    for question in knowledge.questions:
        for option in question.options:
            if option.usual:
                yield "questions", question.id, option.id, option.usual
    for cause in knowledge.causes:
        yield "causes", cause.id, "prior", cause.common
        for question_id, listed in cause.findings.items():
            for option_id, number in listed.items():
                yield "causes", cause.id, f"{question_id}.{option_id}", number


def _faults(number: Number, *, alone: bool) -> Iterator[str]:
    """Yield what is wrong with one; a share that stands `alone` has no baseline to lean on."""
    counted = (number.yes is not None, number.of is not None)
    if number.p is not None and any(counted):
        yield "write either p, or yes and of"
    elif number.p is None and not all(counted):
        yield "write yes and of for a count, else p"
    elif number.yes is not None and number.of is not None:
        if number.yes > number.of:
            yield f"yes = {number.yes} is more than of = {number.of}"
        elif alone and number.yes in {0, number.of}:
            yield "a baseline or prior of 0 or 1 leaves nothing to compare with"
        if number.source == JUDGEMENT:
            yield "a count needs from: who counted"
        if number.near:
            yield "near goes with a judgement; a count names its source in from"
        if not number.note:
            yield "a count needs note: who was asked, and where it stands in the source"
    elif number.source != JUDGEMENT:
        yield (
            f'"{number.source}" gives no count here: write yes and of, '
            f'or from = "{JUDGEMENT}" and near = ["{number.source}"]'
        )


def baselines_add_up(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield questions where only some options have a baseline, or where those of one answer are not everybody."""
    for question in knowledge.questions:
        given = [option.baseline for option in question.options if option.baseline is not None]
        if given and len(given) < len(question.options) and question.section != "safety":
            yield Problem("questions", question.id, "give every option a baseline, or none")
        elif given and question.kind == "one" and abs(sum(given) - 1) > BASELINE_TOLERANCE:
            yield Problem("questions", question.id, f"the baselines add up to {sum(given):.2f}, not 1")
