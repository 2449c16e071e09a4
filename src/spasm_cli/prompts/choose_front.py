"""Whether lists can be drawn here; knows no terminal library, so that asking costs nothing."""

import codecs
import os
import sys
from typing import TextIO


def why_not_terminal() -> str | None:
    """Say what keeps the terminal front from working here, as a clause for "because"; None where nothing does."""
    if not _is_terminal(sys.stdin):
        return "standard input is not a terminal"
    if not _is_terminal(sys.stderr):
        return "standard error is not a terminal"
    term = os.environ.get("TERM", "").lower()
    # Windows consoles set no TERM.
    if sys.platform != "win32" and (is_dumb() or term in {"", "unknown"}):
        return f"this terminal cannot move its cursor (TERM={term or 'unset'})"
    if codecs.lookup(sys.stderr.encoding or "ascii").name == "ascii":
        return "this terminal takes only ASCII characters"
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
