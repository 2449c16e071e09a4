"""What a file raises less than the built-in one, which it was copied from: nobody should lose a danger rule without a word."""

from collections.abc import Iterator

from spasm_cli.core.differences import differences
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.checking.problems import Problem
from spasm_cli.files.words_file import say


def weaker_rules(built_in: Knowledge, knowledge: Knowledge) -> Iterator[Problem]:
    """Yield a warning for all flags that are left out, and one for each that is lowered, or raised by less."""
    rules = differences(built_in, knowledge).rules
    if gone := [rule.id for rule in rules if rule.way == "gone"]:
        message = say("check.flags_gone", count=len(gone), names=", ".join(gone))
        yield Problem("flags", "", message, warning=True)
    for rule in rules:
        if rule.way == "lowered":
            message = say("check.flag_lowered", before=rule.before, after=rule.after)
            yield Problem("flags", rule.id, message, ("urgency",), warning=True)
        elif rule.lost:
            yield Problem("flags", rule.id, say("check.flag_narrowed"), ("when",), warning=True)
