"""Denials that are older than today, put again before anything rests on them."""

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.prompts.screens import NO, YES, Choice, Front, Screen
from spasm_cli.words import denials_in_a_row


def still_true(front: Front, knowledge: Knowledge, lines: tuple[str, ...]) -> bool:
    """Put these denied danger signs (`question.option`) on one screen, and tell whether they are denied today, too."""
    words = knowledge.words
    chosen = front.ask(
        Screen(
            words=words,
            heading=words("ask.safety"),
            ask=words("ask.still_true"),
            detail=denials_in_a_row(knowledge, lines),
            choices=(Choice(id=YES, label=words("ask.still")), Choice(id=NO, label=words("ask.not_still"))),
            can_go_back=False,
        )
    )
    return chosen == {YES}
