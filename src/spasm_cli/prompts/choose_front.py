"""Whether lists can be drawn here; knows no terminal library, so that asking costs nothing."""

import codecs
import os
import sys
from collections.abc import Callable
from typing import TextIO

from spasm_cli.core.words import Words
from spasm_cli.prompts.screens import Move, Screen


def why_not_terminal(words: Words) -> str | None:
    """Say what keeps the terminal front from working here, as a clause for "because"; None where nothing does."""
    if not _is_terminal(sys.stdin):
        return words("command.no_input")
    if not _is_terminal(sys.stderr):
        return words("command.no_error")
    term = os.environ.get("TERM", "").lower()
    # Windows consoles set no TERM.
    if sys.platform != "win32" and (is_dumb() or term in {"", "unknown"}):
        return words("command.no_cursor", term=term) if term else words("command.no_term")
    if codecs.lookup(sys.stderr.encoding or "ascii").name == "ascii":
        return words("command.ascii_only")
    return None


def is_dumb() -> bool:
    """Whether the terminal says that it takes nothing but lines, as those inside Emacs do."""
    return os.environ.get("TERM", "").lower().startswith(("dumb", "emacs"))


class LateTerminal:
    """The terminal front, loaded at the first question: what is said before it stands on the screen by then."""

    def __init__(self) -> None:
        self.say_again: Callable[[], object] = lambda: None

    def ask(self, screen: Screen) -> set[str] | Move:
        """Put a screen, as `TerminalFront` does."""
        from spasm_cli.prompts.terminal import TerminalFront  # noqa: PLC0415 - it takes longer than all that is said before

        front = TerminalFront()
        front.say_again = self.say_again
        return front.ask(screen)


def _is_terminal(stream: TextIO | None) -> bool:
    if stream is None or stream.closed or not stream.isatty():
        return False
    return sys.platform != "win32" or _is_console(stream)


if sys.platform == "win32":
    import ctypes
    import msvcrt

    def _is_console(stream: TextIO) -> bool:
        """Tell a console from NUL, which calls itself a terminal too and makes prompt_toolkit raise."""
        handle = msvcrt.get_osfhandle(stream.fileno())
        return bool(ctypes.windll.kernel32.GetConsoleMode(handle, ctypes.byref(ctypes.c_ulong())))
