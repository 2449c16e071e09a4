"""Standard streams and signals: what can be said where, and how to leave when something outside ends it."""

import os
import re
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import TextIO

from spasm_cli.errors import ENDINGS, FAULT, REINSTALL
from spasm_cli.prompts.choose_front import is_dumb
from spasm_cli.text import LOOKALIKE, harmless

_SIZE = "[1-9][0-9]{0,3}"
_FALSE = {"", "0", "false", "no", "off", "n"}


def prepare() -> None:
    """Have any byte read and any character printed, closed streams swallow, no size forgotten, and signals clean up."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # In this order each takes its own number again, and no file that is written later can.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, LOOKALIKE), (sys.stderr, LOOKALIKE)):
        # What was read from already cannot be changed.
        with suppress(OSError):
            if hasattr(stream, "reconfigure"):
                # What is no ASCII in ASCII's bytes, such as UTF-16, is no encoding of a terminal or a pipe of lines.
                encoding = stream.encoding if _keeps_ascii(stream.encoding) else "utf-8"
                stream.reconfigure(encoding=encoding, errors=errors)
    for name in ("COLUMNS", "LINES"):
        # What is no size is nothing; some of it would stop the drawing, and with 0 nothing would be drawn.
        if not re.fullmatch(_SIZE, os.environ.get(name, "1")):
            del os.environ[name]
    if not _is_set("FORCE_COLOR"):
        # Rich takes any value for a wish.
        os.environ.pop("FORCE_COLOR", None)
    for number in ENDINGS:
        # nohup has one ignored, and that must stay.
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _leave)


def _keeps_ascii(encoding: str) -> bool:
    try:
        return "a\n".encode(encoding, "replace") == b"a\n"
    except UnicodeError:
        return False


def reach_terminal() -> bool:
    """Have standard error on the terminal, if there is one, since what is asked goes there; tell whether it is."""
    if not sys.stderr.isatty():
        with suppress(OSError):
            sys.stderr = (
                sys.stdout
                if sys.stdout.isatty()
                else open("/dev/tty", "w", encoding=sys.stderr.encoding, errors=LOOKALIKE)  # noqa: SIM115, PTH123 - open to the end
            )
    return sys.stderr.isatty()


def _leave(number: int, _frame: FrameType | None) -> None:
    """Unwind, so that nothing half-written stays, and end with the code that shells give a signal."""
    for each in ENDINGS:
        # A session that ends sends both; the second must not cut the tidying short.
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def tell(text: object) -> None:
    """Say something on standard error, if that still takes anything; what is typed cannot steer the terminal."""
    with suppress(OSError):
        print(fitted(harmless(str(text)), sys.stderr), file=sys.stderr)


def fitted(text: str, stream: TextIO) -> str:
    """Return text for a stream: a terminal would break words in two; elsewhere a line stays one."""
    if not stream.isatty():
        return text
    from spasm_cli.wrapping import columns, wrap

    return "\n".join(
        part
        for line in text.split("\n")
        for part in wrap(line, columns(stream), rest=_margin(line), hyphens=False) or [""]
    )


def _margin(line: str) -> str:
    return " " * (len(line) - len(line.lstrip(" ")))


def fault(error: Exception) -> int:
    """Say in one line which module is missing, or that this was unexpected, or show all where asked to; return the exit code."""
    if wants_details():
        import traceback

        tell(traceback.format_exc())
    elif isinstance(error, ImportError) and (name := error.name or _wanted(error)):
        tell(f"The module {name} is missing or broken. Nothing you answered was stored. {REINSTALL}")
    else:
        tell(
            f"spasm has a fault ({type(error).__name__}). Nothing you answered was stored. "
            "SPASM_DEBUG=1 shows the details; they may contain your answers."
        )
    return FAULT


def _wanted(error: Exception) -> str:
    """Return the module whose import in our code led to an error; nothing where none did."""
    import linecache

    line, trace = "", error.__traceback__
    while trace:
        frame = trace.tb_frame
        if str(frame.f_globals.get("__name__")).startswith("spasm_cli."):
            line = linecache.getline(frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    found = re.match(r"\s*(?:from|import)\s+([\w.]+)", line)
    return found[1] if found else ""


def close_quietly() -> None:
    """Give up on streams that take no more, without a message from the interpreter at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def wants_plain() -> bool:
    """Whether the environment asks for plain lines."""
    return _is_set("SPASM_PLAIN") or _is_set("ACCESSIBLE") or is_dumb()


def wants_details() -> bool:
    """Whether the environment asks for the details of a fault, which may hold answers."""
    return _is_set("SPASM_DEBUG")


def _is_set(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() not in _FALSE
