"""What must be true of the few words of a step: on the card, and before the first question."""

from collections.abc import Iterator

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.checking.problems import Problem
from spasm_cli.files.words_file import say

MOST_IN_BRIEF = 45
"""Words of a step on the card."""


def briefs_are_brief(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield what is to be read at once and is too long for that."""
    for step in knowledge.steps:
        for brief in step.brief:
            if (count := len(brief.say.split())) > MOST_IN_BRIEF:
                message = say("check.brief", count=count, most=MOST_IN_BRIEF)
                yield Problem("steps", step.id, message, (brief.say,))


def at_once_is_safe(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield what is said before the first question, to anybody, but is long, not the only one, or a step without limits."""
    steps = [step for step in knowledge.steps if step.at_once]
    for step in steps:
        if len(steps) > 1:
            yield Problem("steps", step.id, say("check.at_once_twice"), ("at_once",))
        if (count := len(step.at_once.split())) > MOST_IN_BRIEF:
            message = say("check.brief", count=count, most=MOST_IN_BRIEF)
            yield Problem("steps", step.id, message, ("at_once",))
        if step.phase != "now" or step.up_to.is_urgent:
            yield Problem("steps", step.id, say("check.at_once_level"), ("at_once",))
        if not any(caution.drop for caution in step.cautions):
            yield Problem("steps", step.id, say("check.at_once_limits"), ("at_once",))
