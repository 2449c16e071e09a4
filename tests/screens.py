"""A program in a pseudo-terminal: what it shows, and keys for it."""

import os
import re
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

import pexpect
import pyte
from rich.style import Style
from rich.text import Text
from warm import SRC, InTerminal, words_of

from spasm_cli.prompts.terminal_keys import SETTLE_SECONDS

UP, DOWN, PAGE_DOWN, PAGE_UP = "\x1b[A", "\x1b[B", "\x1b[6~", "\x1b[5~"
ENTER, ESCAPE, SPACE = "\r", "\x1b", " "
HOME, END = "\x1b[H", "\x1b[F"
TAB, CTRL_B, CTRL_C, CTRL_D, CTRL_L = "\t", "\x02", "\x03", "\x04", "\x0c"
CTRL_N, CTRL_Q, CTRL_Z = "\x0e", "\x11", "\x1a"

PATIENCE = 20.0
"""Seconds to wait for anything; only a failing test waits so long."""

BEGIN = b"\x1b[?2004h"
"""What a list, a line of choices or a shell's prompt begins with, each time one is there (pastes are to be marked)."""


class Terminal:
    """Runs a command as a person would see it; nothing of the tester's environment gets in.

    `env` adds variables, or takes them away with None; `fresh` has a new Python for it (see warm.py). Waiting is always for something to be seen, or to end.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
        fresh: bool = False,
    ) -> None:
        self.raw = b""
        """Every byte that was written."""
        self._begun = 0.0
        """When the screen that is there was seen first."""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._child = _begin(command, _environment(env or {}), cwd, (rows, columns), fresh=fresh)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.close(force=True)

    @property
    def lines(self) -> list[str]:
        """What is on the screen, without the empty lines at its end."""
        return "\n".join(rows_of(self._screen)).rstrip().split("\n")

    @property
    def text(self) -> str:
        """What is on the screen as running text: line breaks and indents are single spaces."""
        return " ".join(" ".join(self.lines).split())

    @property
    def drawn(self) -> list[Text]:
        """What is on the screen, with its colours; pyte knows no dim."""
        rows = [
            [cell for _, cell in sorted(self._screen.buffer[row].items())] for row in range(len(self.lines))
        ]
        return [
            Text.assemble(
                *(("".join(cell.data for cell in cells), style) for style, cells in groupby(row, key=_style))
            )
            for row in rows
        ]

    @property
    def is_sane(self) -> bool:
        """Whether the terminal echoes, reads by lines and turns Ctrl-C into a signal, as a shell expects."""
        flags: int = termios.tcgetattr(self._child.child_fd)[3]
        wanted = termios.ECHO | termios.ICANON | termios.ISIG
        return flags & wanted == wanted

    def is_bold(self, text: str) -> bool:
        """Whether all of the first line that has the text has it in bold."""
        row = next(number for number, line in enumerate(self.lines) if text in line)
        start = self.lines[row].index(text)
        return all(self._screen.buffer[row][column].bold for column in range(start, start + len(text)))

    @property
    def pid(self) -> int:
        """The number of the process."""
        return int(self._child.pid)

    def send(self, keys: str) -> None:
        """Press keys, once the screen has stood long enough for them to count."""
        time.sleep(max(0.0, self._begun + SETTLE_SECONDS + 0.01 - time.monotonic()))
        self.send_at_once(keys)

    def send_at_once(self, keys: str) -> None:
        """Press keys, however short the screen has been there."""
        self._child.send(keys)

    def spoil(self, text: str) -> None:
        """Have another program write lines over the screen."""
        with open(f"/proc/{self.pid}/fd/0", "w", encoding="utf-8") as other:  # noqa: PTH123
            other.write(f"\r\n{text}\r\nsecond line\r\n")

    def kill(self, number: signal.Signals) -> None:
        """Send a signal to the program alone."""
        os.kill(self._child.pid, number)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size; what was there stays until the program draws again."""
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    def wait_until(self, seen: Callable[[], bool], what: str) -> None:
        """Read until it is so.

        Raises:
            AssertionError: it never was; shows the screen.
        """
        deadline = time.monotonic() + PATIENCE
        while not seen():
            assert time.monotonic() < deadline, f"never saw {what}; the screen:\n" + "\n".join(self.lines)
            assert self._read(), f"ended without {what}; the screen:\n" + "\n".join(self.lines)

    def wait_for(self, *texts: str) -> None:
        """Wait until all of them are on the screen, as running text."""
        self.wait_until(lambda: all(text in self.text for text in texts), repr(texts))

    def wait_without(self, text: str) -> None:
        """Wait until it is no longer on the screen."""
        self.wait_until(lambda: text not in self.text, f"the end of {text!r}")

    def pause(self) -> bool:
        """Wait a moment, and tell whether anything was written in it."""
        before = len(self.raw)
        return self._read() and len(self.raw) > before

    def wait_exit(self) -> int:
        """Read to the end, and return the exit code; a signal counts 128 and its number, as in a shell."""
        deadline = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < deadline, "never ended; the screen:\n" + "\n".join(self.lines)
        self._child.wait()
        code: int | None = self._child.exitstatus
        return 128 + int(self._child.signalstatus) if code is None else code

    def _read(self) -> bool:
        """Take in what was written, or wait a moment for it; False at the end."""
        try:
            written: bytes = self._child.read_nonblocking(size=65536, timeout=0.05)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        if BEGIN in self.raw[1 - len(BEGIN) :] + written:
            self._begun = time.monotonic()
        self.raw += written
        self._stream.feed(written)
        return True


def rows_of(screen: pyte.Screen) -> list[str]:
    """Return what stands in each row; pyte's own `display` measures every character anew, in the empty rows, too."""
    rows = [screen.buffer.get(row) for row in range(screen.lines)]
    return [
        "".join(cells[column].data for column in range(max(cells, default=-1) + 1)).rstrip() if cells else ""
        for cells in rows
    ]


def _begin(
    command: Sequence[str], env: Mapping[str, str], cwd: Path | None, size: tuple[int, int], *, fresh: bool
) -> Any:
    words = None if fresh else words_of(command, env)
    if words is not None:
        return InTerminal(command, words, env=env, cwd=cwd, size=size)
    child = pexpect.spawn(
        command[0],
        list(command[1:]),
        env=env,
        cwd=str(cwd) if cwd else None,
        dimensions=size,
        timeout=PATIENCE,
        preexec_fn=hear_signals,
    )
    child.delaybeforesend = None
    return child


def _style(cell: pyte.screens.Char) -> Style:
    named = {"default": None, "brown": "yellow"}
    colour = f"#{cell.fg}" if re.fullmatch("[0-9a-f]{6}", cell.fg) else named.get(cell.fg, cell.fg)
    return Style(color=colour, bold=cell.bold, reverse=cell.reverse, underline=cell.underscore)


@contextmanager
def settled() -> Iterator[None]:
    """In this process, let keys count that are there before a screen is."""
    with patch("spasm_cli.prompts.terminal_keys.SETTLE_SECONDS", 0):
        yield


def hear_signals() -> None:
    """In a new process: undo that nohup, or a shell for what runs in the background, has signals ignored."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def _environment(changes: Mapping[str, str | None]) -> dict[str, str]:
    plain = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "HOME": os.environ.get("HOME", "/"),
        "PYTHONPATH": str(SRC),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "PS1": "$ ",
        "SPASM_COUNTRY": "gb",
    }
    return {name: value for name, value in {**plain, **changes}.items() if value is not None}


NOW, CHEST = "Now, or since it began: any of these?", "New chest pain"
"""The screen of danger signs now, and its first line."""
TIGHT = "Tight, heavy or squeezing"
"""The first line of the screen that it opens."""


def tight_chest(terminal: Terminal) -> None:
    """Tick what makes an emergency, from the danger signs on."""
    for label in (CHEST, TIGHT):
        terminal.wait_for(label, "Ctrl-C: stop")
        terminal.send("1" + ENTER)
