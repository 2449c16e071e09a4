"""Standard streams: what can be asked where, and how to leave when a pipe is closed."""

import os
import sys

_FALSE = {"", "0", "false", "no"}


def prepare() -> None:
    """Make odd characters print as "?" instead of failing, whatever the encoding of the terminal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def close_quietly() -> None:
    """Give up on a reader that went away, without a message from the interpreter at exit."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())


def wants_plain() -> bool:
    """Whether the environment asks for plain lines."""
    asked = any(os.environ.get(name, "").lower() not in _FALSE for name in ("SPASM_PLAIN", "ACCESSIBLE"))
    return asked or os.environ.get("TERM") == "dumb"
