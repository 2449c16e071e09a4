"""Everything that can go wrong and is not a bug, in words for the person at the keyboard.

SpasmError          exit 2
├── KnowledgeError  exit 2 (1 from `knowledge validate`): the knowledge file, with every problem in it
├── AnswersError    exit 2: an answers file or --set, with every problem in it
├── CasesError      exit 2: a file of worked cases, with every problem in it
├── ClinicError     exit 2: the file of a clinic, with every problem in it
├── NoTerminal      exit 2: nobody to ask
└── Cancelled       exit 130: the person stopped
"""

import signal
import sys
from collections.abc import Sequence

from spasm_cli.core.words import Words
from spasm_cli.text import clean, harmless

ENDINGS = (signal.SIGTERM,) if sys.platform == "win32" else (signal.SIGTERM, signal.SIGHUP)
"""Signals that end a program from outside."""
FAULT = 3
"""The exit code of everything else: a fault of ours."""
REINSTALL = "Install it again: pip install . in a copy of the repository."
MOST_PROBLEMS = 100
"""A file with more is not one with mistakes in it; to look for them all could take minutes."""
MOST_NAMES, MOST_LETTERS = 1000, 60
"""Comparing with more names, or longer ones, takes too long."""
LIKE, SLIP = 0.5, 0.7
"""How like a name must be to be offered: like enough to be meant, or no more than a slip of spelling apart."""


class SpasmError(Exception):
    """An expected failure; its text is for the person, not for a developer, and cannot steer a terminal."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(harmless(message))


class _ProblemsError(SpasmError):
    """A file with problems, all of them at once."""

    def __init__(self, headline: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([headline, *(f"  {problem}" for problem in problems)]))


class KnowledgeError(_ProblemsError):
    """The knowledge file cannot be used."""


class AnswersError(_ProblemsError):
    """The answers given cannot be used."""


class CasesError(_ProblemsError):
    """The file of worked cases cannot be used."""


class ClinicError(_ProblemsError):
    """The file of a clinic cannot be used."""


class NoTerminal(SpasmError):  # noqa: N818 - a state of affairs, named as the person meets it
    """There is no terminal to ask in, or it went away."""


class Cancelled(SpasmError):  # noqa: N818 - the person's choice, not an error of ours
    """The person stopped before the end; nothing was assessed, nor written but the answers where that was wanted."""

    exit_code = 130


def did_you_mean(
    words: Words, name: str, known: Sequence[str], *, before: str = "", least: float = LIKE
) -> str:
    """Return ` (did you mean "x"?)` for the nearest known name, with what stands `before` it, or nothing."""
    if len(name) > MOST_LETTERS:
        return ""
    import difflib  # noqa: PLC0415 - only wanted once something is wrong

    nearest = difflib.get_close_matches(name, known[:MOST_NAMES], n=1, cutoff=least)
    if not nearest:
        return ""
    # Blanks of any kind at an end do not show in a message.
    blank = nearest[0] == clean(name) != name
    return words("hint.without_blank" if blank else "hint.did_you_mean", name=before + nearest[0])
