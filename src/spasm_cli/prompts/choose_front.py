"""Whether lists can be drawn here; knows no terminal library, so that asking costs nothing."""

import codecs
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from spasm_cli.core.words import Words


def why_not_terminal(words: "Words") -> str | None:
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
