"""The end of a long result: what its reader sees when it is all printed."""

from collections.abc import Iterator

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.plan import PlannedStep
from spasm_cli.core.vocabulary import Level
from spasm_cli.report import blocks
from spasm_cli.report.card_words import step_to_start_with
from spasm_cli.report.wording import sentence


def first_step(knowledge: Knowledge, assessment: Assessment) -> Iterator[str]:
    """Name the first step where nothing more urgent must come before it."""
    urgency, step = assessment.urgency, step_to_start_with(assessment)
    if step and not urgency.level.is_urgent and urgency.complete:
        yield _named(knowledge, assessment, step)


def in_short(knowledge: Knowledge, assessment: Assessment) -> Iterator[blocks.Block]:
    """Repeat the urgency, how to begin with the first step, and whom to call; a result without a ranking is short already."""
    urgency, words = assessment.urgency, knowledge.words
    if not assessment.causes:
        return
    step = step_to_start_with(assessment)
    told = [sentence(urgency.title), *([] if _may_stay_home(assessment) else [urgency.act])]
    told += [_named(knowledge, assessment, step)] if step else []
    yield blocks.Labelled(words("result.in_short"), " ".join(told), "strong")
    if step:
        yield blocks.Say(step.brief)
        yield from (blocks.Caution(words("result.take_care"), caution) for caution in step.cautions)
    alarm = knowledge.meta.alarm or assessment.safety_net.partition("\n")[0]
    if alarm:
        yield blocks.Say(alarm)


def _named(knowledge: Knowledge, assessment: Assessment, step: PlannedStep) -> str:
    key = "result.start_with" if _may_stay_home(assessment) else "result.until_then"
    return sentence(knowledge.words(key, step=step.title))


def _may_stay_home(assessment: Assessment) -> bool:
    urgency = assessment.urgency
    return urgency.level is Level.SELF_CARE and urgency.complete
