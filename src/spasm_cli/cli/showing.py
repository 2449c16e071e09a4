"""Showing a result in the form that this output can take."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from spasm_cli.cli.streams import tell, wants_plain
from spasm_cli.core.answers import Answers
from spasm_cli.core.assessment import Assessment, Urgency, urgency_now
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.errors import SpasmError
from spasm_cli.report.blocks import Document
from spasm_cli.report.result import short_document
from spasm_cli.report.views import View, view_of
from spasm_cli.wrapping import columns, terminal_rows


def show(document: Document, *, plain: bool, target: TextIO | None = None) -> None:
    """Write a document to standard output, or to `target`: drawn, or as plain lines."""
    stream = target or sys.stdout
    if plain or wants_plain():
        from spasm_cli.report.lines.document import as_lines

        print(as_lines(document, width=columns(stream)), file=stream, flush=True)
    else:
        from spasm_cli.report.drawn.document import show_drawn

        show_drawn(document, stream)


def show_result(knowledge: Knowledge, assessment: Assessment, view: View, *, plain: bool) -> None:
    """Write a result to standard output; a card that its window cannot hold ends on what matters most."""
    document = view_of(knowledge, assessment, view)
    show(document, plain=plain)
    if view == "card" and _is_higher(document, terminal_rows(sys.stdout)):
        show(short_document(knowledge, assessment), plain=plain)


def _is_higher(document: Document, rows: int) -> bool:
    """Tell whether a document and the line of choices below it have more lines than a window; none has no window."""
    from spasm_cli.report.lines.document import as_lines

    return 0 < rows <= as_lines(document, width=columns(sys.stdout)).count("\n") + 1


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
