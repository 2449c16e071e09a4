"""What the card and the patient's page say in fewer words than the whole result."""

from collections.abc import Iterable

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.conditions import holds
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.plan import PlannedStep
from spasm_cli.core.triage import Reason
from spasm_cli.core.vocabulary import NOT_SURE, Level, alternatives, split_reference
from spasm_cli.report.wording import SHORT_LABEL, references_in

MOST_TO_MIND = 72
"""Words of cautions that a step to start with should have at most."""


def step_to_start_with(assessment: Assessment) -> PlannedStep | None:
    """Return the first step that is shown, and can be read at once: one with few cautions before one with many."""
    steps = [step for step in assessment.steps if step.shown]
    minding = {step.id: sum(len(caution.split()) for caution in step.cautions) for step in steps}
    return next(
        (step for step in steps if minding[step.id] <= MOST_TO_MIND),
        min(steps, key=lambda step: minding[step.id], default=None),
    )


def in_few_words(knowledge: Knowledge, references: Iterable[str]) -> str:
    """Return answers (`question.option`) on one line; those to a question with a single answer after its short name."""
    told = []
    for reference in references:
        name, option_id = split_reference(reference)
        question = knowledge.question[name]
        if option_id == NOT_SURE:
            told.append(question.short)
        elif question.kind == "one" and len(knowledge.label(reference)) < SHORT_LABEL:
            answer = knowledge.label(reference)
            told.append(knowledge.words("card.answer", question=question.short, answer=answer))
        else:
            told.append(knowledge.label(reference))
    return "; ".join(dict.fromkeys(told))


def reasons_in_short(knowledge: Knowledge, assessment: Assessment) -> tuple[str, str]:
    """Say what raised the level: the first reason whole, then the ticks that others rest on; nothing where there is none."""
    words, level = knowledge.words, assessment.urgency.level
    reasons = [reason for reason in assessment.urgency.reasons if reason.level is level]
    if not reasons:
        return "", ""
    first = _ticks(knowledge, assessment, reasons[0])
    more = [name for reason in reasons[1:] for name in _ticks(knowledge, assessment, reason)]
    lines = in_few_words(knowledge, first)
    others = in_few_words(knowledge, dict.fromkeys(name for name in more if name not in first))
    why = words("card.because", lines=lines, say=reasons[0].say) if lines else reasons[0].say
    return why, words("card.also_said", lines=others) if others else ""


def _ticks(knowledge: Knowledge, assessment: Assessment, reason: Reason) -> tuple[str, ...]:
    """Return the answers that a rule rests on, place and age left out where there are others; none where it names them itself."""
    said = references_in(assessment.answers)
    when = next((flag.when for flag in knowledge.flags if flag.id == reason.id), ())
    case = next((case for case in alternatives(when) if holds(case, said)), None)
    named = [name for name in case.references if name in said and name not in case.none] if case else []
    signs = [name for name in named if not knowledge.is_place_or_age(name)]
    return tuple(dict.fromkeys(signs or named))


def unsure_in_short(knowledge: Knowledge, assessment: Assessment) -> str:
    """Name what the person was not sure of, or nothing."""
    said = sorted(references_in(assessment.answers))
    doubts = {name.removesuffix("?") for name in said if name.endswith(("?", f".{NOT_SURE}"))}
    ordered = [
        name
        for question in knowledge.questions
        for name in (
            *(f"{question.id}.{option.id}" for option in question.options),
            f"{question.id}.{NOT_SURE}",
        )
        if name in doubts
    ]
    return knowledge.words("card.not_sure", lines=in_few_words(knowledge, ordered)) if ordered else ""


def net_in_short(assessment: Assessment, *, book: bool) -> list[str]:
    """Return the lines on when to get help; without `book`, somebody to be seen in any case is not told when to book a visit."""
    lines = assessment.safety_net.splitlines()
    calm = assessment.urgency.level is Level.SELF_CARE
    return lines if calm or book or len(lines) == 1 else lines[:-1]


def verdict_in_short(knowledge: Knowledge, assessment: Assessment) -> str:
    """Say that two are about equal, or that none comes first; that one is ahead stands beside its fit."""
    if assessment.verdict == "close":
        return assessment.verdict_note
    note = knowledge.levels[assessment.urgency.level].causes_note
    if assessment.verdict == "clear":
        return note
    held_back = any(cause.unchecked for cause in assessment.shown)
    none = knowledge.words("result.none_first" if held_back else "card.no_pattern")
    return f"{note} {none}".strip()


def fit_and_ahead(knowledge: Knowledge, assessment: Assessment, fit: str) -> str:
    """Add to how well the first pattern fits how far it is ahead, where that may be said."""
    found, note = assessment, knowledge.levels[assessment.urgency.level].causes_note
    if found.verdict != "clear" or not found.firmness or found.verdict_note == note:
        return fit
    return knowledge.words(f"card.{found.firmness.word}", fit=fit)
