"""What comes from the keyboard of a terminal: its keys, and nothing of what terminals say by themselves."""

import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys

if sys.platform != "win32":
    import termios

    from prompt_toolkit.input.vt100 import Vt100Input

SETTLE_SECONDS = 0.3
"""How long a screen stands before its keys count: whoever pressed one sooner meant the screen before it."""
ESCAPE_SECONDS = 0.5 if {"SSH_CONNECTION", "SSH_TTY"} & {*os.environ} else 0.1
"""How long Esc may turn out to be the start of another key; a network takes its time."""
REST_SECONDS = 2
"""How long the rest of anything longer may take to come."""
_INTRODUCERS = tuple("[OPX]^_")
"""What makes more of an Esc before it; by themselves they are no keys here."""
_IN_ONE = re.compile("[\x80-\x9f\udc80-\udc9f]")  # ESC and a letter as one byte
_PIECE = re.compile(
    r"""
    (?P<sequence> \x1b* (?:
        \x1b\[200~ .*? \x1b\[201~                                             # a paste
      | \x1b\[ (?: M... | \[. | (?! 200~ | [M\[] ) [ -?]* (?: [@-~] | (?=[^ -~]) ))      # CSI, mouse, F1 to F5
      | \x1bO [0-?]* (?: [ -/@-~] | (?=[^ -~]) )                              # SS3
      | \x1b[PX\]^_] [^\x03\x04\x07\x18\x1a\x1b]* (?: \x07 | \x1b\\ | (?= [\x03\x04\x18\x1a] | \x1b[^\\] ))
                                                                              # DCS, SOS, OSC, PM, APC
      | \x1b [^\x1b\[OPX\]^_]                                                 # a key with Alt
    ))
    | (?P<open> \x1b .*)
    | (?P<key> .)
    """,
    re.DOTALL | re.VERBOSE,
)
_LONG = re.compile(r"(\x1b\[200~|\x1b[PX\]^_]).*(.{6})", re.DOTALL)


def listen(app: Application[Any]) -> None:
    """Have only keys come in; Esc is one of them as soon as nothing followed it for a while."""
    clear_typeahead(app.input)
    app.ttimeoutlen, app.timeoutlen = ESCAPE_SECONDS, 0.1
    if sys.platform != "win32" and isinstance(app.input, Vt100Input):
        app.input.vt100_parser = Keyboard(app.input.vt100_parser.feed_key_callback)


class Listener:
    """Which key does what, once a screen stood for a moment; what ends or mends it works from the start."""

    _drawn = float("inf")

    def bind(
        self,
        settled: Mapping[str, Callable[[], object]],
        at_once: Mapping[str, Callable[[], object]],
        letters: Callable[[str], object] | None = None,
    ) -> KeyBindings:
        """Return bindings; Esc is one only where `settled` has it. Any other key goes to `letters`, where there is that."""
        keys = KeyBindings()
        for key, work in at_once.items():
            keys.add(key, eager=True)(lambda _event, work=work: work())
        for key, work in settled.items():
            if key != "escape":
                keys.add(key, eager=True, filter=Condition(self._heard))(lambda _event, work=work: work())
        if letters:
            keys.add(Keys.Any, filter=Condition(self._heard))(lambda event: letters(event.data))
        if leave := settled.get("escape"):
            # It was pressed so long before it is known to be no more than that.
            late = Condition(partial(self._heard, ESCAPE_SECONDS))
            keys.add("escape", filter=late)(lambda _event: leave())
            # On Windows a letter with Alt starts with Esc too, and must not go back.
            keys.add("escape", Keys.Any, filter=late)(lambda _event: None)
        return keys

    def begin(self) -> None:
        """Forget what was typed so far: the screen is there from here on."""
        drop_type_ahead()
        self._drawn = time.monotonic()

    def _heard(self, since: float = 0) -> bool:
        return time.monotonic() - self._drawn >= SETTLE_SECONDS + since


def leaving(app: Application[Any]) -> dict[str, Callable[[], None]]:
    """Return the keys that stop or suspend a list, and what each does."""
    return {
        "c-c": lambda: app.exit(exception=KeyboardInterrupt),
        "<sigint>": lambda: app.exit(exception=KeyboardInterrupt),
        "c-d": lambda: app.exit(exception=EOFError),
        "c-z": app.suspend_to_background,
    }


def drop_type_ahead() -> None:
    """Forget what was typed so far."""
    if sys.platform != "win32" and sys.stdin.isatty():
        termios.tcflush(sys.stdin, termios.TCIFLUSH)


class Keyboard(Vt100Parser):
    """Hands on single keys, and sequences that stand for one; any other counts for nothing, however it is cut up."""

    _open, _heard = "", 0.0
    _escaped: ClassVar[float] = -REST_SECONDS
    """When Esc was taken for itself last, on whichever screen."""

    def feed(self, data: str) -> None:
        """Take what was read."""
        now = time.monotonic()
        begun = self._open if now - self._heard < REST_SECONDS else ""
        if not begun and data.startswith(_INTRODUCERS) and now - Keyboard._escaped < REST_SECONDS:
            # The rest of what began with that Esc, which waits for a moment yet: with a letter it is no Esc any more.
            self.feed_key_callback(KeyPress(data[0]))
            # Nothing that begins with two stands for a key.
            begun = "\x1b\x1b"
        self._open, self._heard = "", now
        in_two = _IN_ONE.sub(lambda found: f"\x1b{chr(ord(found[0]) & 0x1F | 0x40)}", data)
        for piece in _PIECE.finditer(begun + in_two):
            found = ANSI_SEQUENCES.get(piece[0])
            if piece["open"]:
                # Of a long one only the start and the end matter.
                self._open = _LONG.sub(r"\1\2", piece[0])
            elif key := found if isinstance(found, Keys) else piece["key"]:
                self.feed_key_callback(KeyPress(key, piece[0]))

    def flush(self) -> None:
        """Take Esc for itself, after a while."""
        if self._open and not self._open.strip("\x1b"):
            self._open, Keyboard._escaped = "", time.monotonic()
            self.feed_key_callback(KeyPress(Keys.Escape, "\x1b"))
