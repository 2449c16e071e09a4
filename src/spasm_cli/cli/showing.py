"""Showing a result in the form that this output can take."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from spasm_cli.cli.streams import tell, wants_plain
from spasm_cli.core.answers import Answers
from spasm_cli.core.assessment import Assessment, Urgency, urgency_now
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.errors import SpasmError
from spasm_cli.text import font_is_poor
from spasm_cli.wrapping import LEAST_COLUMNS, columns

if TYPE_CHECKING:
    from rich.console import Console

    from spasm_cli.core.comparing import Changes


def show_result(
    knowledge: Knowledge, assessment: Assessment, *, why: bool, plain: bool, target: TextIO | None = None
) -> None:
    """Write the result to standard output, or to `target`: drawn, or as plain lines."""
    if plain or wants_plain():
        from spasm_cli.report.lines.result import plain_text

        stream = target or sys.stdout
        print(plain_text(knowledge, assessment, why=why, width=columns(stream)), file=stream, flush=True)
    else:
        from spasm_cli.report.drawn.result import show

        _draw(lambda console: show(console, knowledge, assessment, why=why), target)


def show_changes(knowledge: Knowledge, changes: "Changes", *, plain: bool, target: TextIO) -> None:
    """Write what moved to `target`, in the same form as the result."""
    if plain or wants_plain():
        from spasm_cli.report.lines.changes import changes_text

        print(f"\n{changes_text(knowledge, changes, width=columns(target))}", file=target, flush=True)
    else:
        from spasm_cli.report.drawn.changes import draw_changes

        _draw(lambda console: draw_changes(console, knowledge, changes), target)


def _draw(show: Callable[["Console"], None], target: TextIO | None) -> None:
    from rich.console import Console

    # The boxes of old Windows consoles are those that a poor font has.
    boxes = font_is_poor() or None
    console = Console(file=target, markup=False, emoji=False, highlight=False, legacy_windows=boxes)
    # A terminal can be narrower than any word, or say that it has no columns at all.
    console.width = max(LEAST_COLUMNS, console.width)
    if console.is_terminal:
        show(console)
        return
    with console.capture() as drawn:
        show(console)
    # In a file the blanks that fill up columns are only in the way.
    print("\n".join(line.rstrip() for line in drawn.get().splitlines()), file=target or sys.stdout)


def tell_headline(urgency: Urgency) -> None:
    """Say on standard error what matters most, for somebody whose result goes elsewhere or never comes."""
    tell(urgency.headline)


TOLD = "(What a danger sign asks for was said.)"
"""Noted on what ends a run, so that guards around each other say it once."""


@contextmanager
def danger_told(knowledge: Knowledge, answers: Answers) -> Iterator[None]:
    """Where anything fails or is stopped, still say what a danger sign asks for: nothing may hide one."""
    try:
        yield
    except (SpasmError, BrokenPipeError):
        raise
    except BaseException as error:
        if TOLD in getattr(error, "__notes__", ()):
            raise
        urgency = urgency_now(knowledge, answers)
        if urgency.level is not Level.SELF_CARE:
            tell_headline(urgency)
            error.add_note(TOLD)
        raise
