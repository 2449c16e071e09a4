"""Choosing the prompts that this terminal can show, and asking."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from spasm_cli.cli.showing import danger_told
from spasm_cli.cli.streams import reach_terminal, tell, wants_plain
from spasm_cli.core.answers import Answers
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import Cancelled, NoTerminal
from spasm_cli.prompts.choose_front import why_not_terminal
from spasm_cli.prompts.conversation import converse
from spasm_cli.prompts.plain import PlainFront
from spasm_cli.prompts.screens import Front
from spasm_cli.widths import READABLE
from spasm_cli.wrapping import columns, fill

NOBODY = (
    "There is no terminal to ask in. Give the answers with --answers FILE (- reads a pipe) or --set QUESTION=OPTION, "
    "or answer by numbered lines with --plain. `spasm knowledge questions` lists the questions."
)
NOBODY_TO_CONSULT = "There is no terminal to change answers in. Leave --consult out, or answer by numbered lines with --plain."
GONE = "The input ended"
UNSEEN = "Nobody could see the questions: standard error goes elsewhere, and there is no other way to the terminal."
STOPPED = "Stopped. There is no result, and nothing was saved."
ENDED = "before the last question. Nothing was assessed."


def ask_person(
    front: Front, knowledge: Knowledge, given: Answers, *, ask_all: bool, page: str | None
) -> tuple[Answers, bool]:
    """Ask what the given answers leave open; return all answers, and whether to save the result as `page`.

    Raises:
        NoTerminal: the input ended early.
        Cancelled: the person stopped.
    """
    interview = Interview(knowledge=knowledge, given=given, ask_all=ask_all)
    with early_ends(stopped=STOPPED, ended=ENDED):
        if interview.question is not None:
            front.say_again = partial(_introduce, knowledge)
            front.say_again()
        finished, save = converse(
            front, interview, guard=lambda so_far: danger_told(knowledge, so_far.answers), page=page
        )
    return finished.answers, save


@contextmanager
def early_ends(*, stopped: str, ended: str) -> Iterator[None]:
    """Put into words that the person stopped, or what `ended` it: the input or the terminal went away, or gave no answers.

    Raises:
        NoTerminal: it went away.
        Cancelled: the person stopped.
    """
    try:
        yield
    except EOFError as end:
        raise NoTerminal(f"{str(end) or GONE} {ended}") from None
    except OSError:
        raise NoTerminal(f"{GONE} {ended}") from None
    except KeyboardInterrupt:
        raise Cancelled(stopped) from None


def _introduce(knowledge: Knowledge) -> None:
    """Say what this is, and whom it is not for, before the first question."""
    words = " ".join(part for part in (knowledge.meta.purpose, knowledge.meta.intro) if part)
    print(fill(words, columns(sys.stderr, READABLE)), file=sys.stderr)


def choose_front(*, plain: bool, nobody: str = NOBODY) -> Front:
    """Return the front that fits: the terminal's, or plain lines where asked for or nothing else works.

    Raises:
        NoTerminal: standard input is no terminal and plain lines were not asked for outright (says `nobody`), or it is
            one, but what is asked cannot be put there.
    """
    if not sys.stdin.isatty():
        if not plain:
            raise NoTerminal(nobody)
    elif not reach_terminal():
        raise NoTerminal(UNSEEN)
    if plain or wants_plain():
        return PlainFront(sys.stdin, sys.stderr)
    if reason := why_not_terminal():
        tell(f"Plain questions, because {reason}.")
        return PlainFront(sys.stdin, sys.stderr)
    from spasm_cli.prompts.terminal import TerminalFront

    return TerminalFront()
