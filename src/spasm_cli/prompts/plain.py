"""Plain prompts: numbered lines, no cursor movement, for screen readers, dumb terminals and pipes."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from spasm_cli.core.vocabulary import NONE, NOT_SURE
from spasm_cli.core.words import Words
from spasm_cli.prompts.screens import Choice, Move, Screen
from spasm_cli.text import shorten
from spasm_cli.wrapping import columns, fill

MOST_WRONG, MOST_BACKS, MOST_LINES = 10, 100, 1000
"""Wrong lines in a row, steps back, and lines in all, that may come where no person types; there would be no end to them."""
MOST_LETTERS = 10_000
"""Of a line."""
_TYPED = {0xFEFF: None, 0x3000: " ", 0x3001: ",", **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}}
"""What some keyboards and files have for nothing, blank, comma, and each ASCII character."""


class PlainFront:
    """Reads lines from `source` and writes to `target`, wrapped at `width` columns, or as wide as it is by then."""

    say_again: Callable[[], object]
    start_anew = False
    """What was written stays: lines cannot be taken back."""

    def __init__(self, source: TextIO, target: TextIO, width: int | None = None) -> None:
        self.source, self.target, self.width = source, target, width
        self._lines, self._backs, self._cut = 0, 0, False

    def ask(self, screen: Screen) -> set[str] | Move:
        """Put a screen; ask again after anything that is not an answer.

        Raises:
            EOFError: at the end of the input, so that silence is never taken for an answer; with words, where what
                comes is no person's typing.
        """
        self._put(screen)
        wrong = 0
        while True:
            reply = self._read(screen, wrong)
            wrong += 1
            if reply in _words(screen.words, "quit"):
                raise KeyboardInterrupt
            if reply in _words(screen.words, "help"):
                self._explain(screen)
                continue
            if not reply and screen.ticked:
                return set(screen.ticked)
            if reply in _words(screen.words, "back") and screen.can_go_back:
                self._backs += 1
                return Move.BACK
            chosen, problem = _choice(screen, reply)
            if problem is None:
                return chosen
            self._say(screen.words("plain.error", problem=problem))

    def pick(self, words: Words, choices: tuple[Choice, ...]) -> str:
        """Put one line of choices; return the id that was chosen, or nothing for done."""
        numbers = {_typed(choice.label): choice.id for choice in choices}
        numbers |= {str(number): choice.id for number, choice in enumerate(choices, 1)}
        listed = ", ".join(f"{number} {choice.label}" for number, choice in enumerate(choices, 1))
        while True:
            self.target.write(self._filled(words("menu.plain", choices=listed)) + " ")
            self.target.flush()
            reply = _typed(self._line())
            if not reply or reply in _words(words, "quit"):
                return ""
            if reply in numbers:
                return numbers[reply]
            problem = words("plain.no_number", typed=shorten(reply), most=len(choices))
            self._say(words("plain.error", problem=problem))

    def _explain(self, screen: Screen) -> None:
        self._say(screen.help or screen.words("plain.nothing_more"))
        for number, choice in enumerate(screen.choices, 1):
            if choice.check:
                words = screen.words("plain.to_check", number=f"{number:>2}", check=choice.check)
                self._say(words, indent="    ")

    def _read(self, screen: Screen, wrong: int) -> str:
        if not self.source.isatty():
            if wrong == MOST_WRONG:
                raise EOFError(screen.words("plain.ten_wrong"))
            if self._backs == MOST_BACKS:
                raise EOFError(screen.words("plain.hundred_back"))
            if self._lines == MOST_LINES:
                raise EOFError(screen.words("plain.thousand"))
        self._lines += 1
        self.target.write(self._filled(_keys(screen)) + " ")
        self.target.flush()
        return self._line()

    def _line(self) -> str:
        """Return the next line, as it is compared with what can be typed."""
        line = ""
        try:
            line = self.source.readline(MOST_LETTERS)
        finally:
            if not line:
                # What is said next is to begin on a line of its own.
                with suppress(OSError):
                    self.target.write("\n")
                    self.target.flush()
        if not line:
            raise EOFError
        rest, self._cut = self._cut, len(line) == MOST_LETTERS and not line.endswith("\n")
        # No part of a line that is too long may count as one.
        return "…" if rest or self._cut else line.translate(_TYPED).strip().casefold()

    def _put(self, screen: Screen) -> None:
        self.target.write("\n")
        self._say(screen.heading)
        for text in (screen.ask, screen.detail):
            for line in text.splitlines():
                self._say(line)
        for number, choice in enumerate(screen.choices, 1):
            chosen = choice.id in screen.ticked
            label = screen.words("plain.chosen", label=choice.label) if chosen else choice.label
            self._say(f"{number:>2}. {label}", indent="    ")

    def _say(self, text: str, indent: str = "") -> None:
        self.target.write(self._filled(text, indent) + "\n")

    def _filled(self, text: str, indent: str = "") -> str:
        return fill(text, self.width or columns(self.target), rest=indent)


def _choice(screen: Screen, reply: str) -> tuple[set[str], str | None]:
    """Return the lines that a reply names, as they were typed, and what is wrong with it."""
    lines = {_typed(choice.label): choice.id for choice in screen.choices}
    lines |= {str(number): choice.id for number, choice in enumerate(screen.choices, 1)}
    for choice in screen.choices:
        if choice.id in {NONE, NOT_SURE}:
            lines |= dict.fromkeys((choice.id.replace("_", " "), choice.label.casefold()), choice.id)
    parts = [_typed(reply)] if _typed(reply) in lines else [_typed(part) for part in re.split("[,;]", reply)]
    words = [word.strip("().") for part in parts for word in ([part] if part in lines else part.split())]
    words = [str(int(word[:9])) if word.isdecimal() else word for word in words]
    chosen, most = {lines[word] for word in words if word in lines}, len(screen.choices)
    for word in words:
        if not word.isprintable():
            return chosen, screen.words("plain.special_keys", most=most)
        if word not in lines:
            return chosen, screen.words("plain.no_number", typed=shorten(word), most=most)
    if len(words) > 1 and not screen.many:
        return chosen, screen.words("plain.one_only")
    return chosen, screen.problem(chosen)


def _typed(line: str) -> str:
    """Return a line as it is compared: somebody may write out what they choose."""
    return " ".join(line.casefold().split()).strip("().")


def _words(words: Words, name: str) -> set[str]:
    """Return what can be typed instead of a number."""
    listed = words(f"plain.words_{name}").casefold().split(",")
    return {word.strip() for word in listed} - {""}


def _keys(screen: Screen) -> str:
    works = {"keep": bool(screen.ticked), "back": screen.can_go_back, "why": bool(screen.help), "quit": True}
    keys = ", ".join(screen.words(f"plain.{name}") for name, so in works.items() if so)
    return screen.words("plain.numbers" if screen.many else "plain.number", keys=keys)
