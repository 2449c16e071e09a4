"""Plain prompts: numbered lines, no cursor movement, for screen readers, dumb terminals and pipes."""

import re
from typing import TextIO

from spasm_cli.prompts.screens import Move, Screen
from spasm_cli.wrapping import columns, fill


class PlainFront:
    """Reads lines from `source` and writes to `target`, wrapped at `width` columns, or as wide as it is by then."""

    def __init__(self, source: TextIO, target: TextIO, width: int | None = None) -> None:
        self.source, self.target, self.width = source, target, width

    def ask(self, screen: Screen) -> set[str] | Move:
        """Put a screen; ask again after anything that is not an answer.

        Raises:
            EOFError: at the end of the input, so that silence is never taken for an answer.
        """
        self._put(screen)
        while True:
            self.target.write(self._filled(f"{_keys(screen)}:") + " ")
            self.target.flush()
            line = self.source.readline()
            if not line:
                raise EOFError
            reply = line.strip().lower()
            if reply == "q":
                raise KeyboardInterrupt
            if reply == "?":
                self._say(screen.help or "There is nothing more to say about this one.")
                for number, choice in enumerate(screen.choices, 1):
                    if choice.check:
                        self._say(f"{number:>2}. How to check: {choice.check}", indent="    ")
            elif not reply and screen.ticked:
                return set(screen.ticked)
            elif reply == "b" and screen.can_go_back:
                return Move.BACK
            elif (problem := self._problem(screen, reply)) is not None:
                self._say(f"Error: {problem}")
            else:
                return self._chosen(screen, reply)

    def _put(self, screen: Screen) -> None:
        self.target.write("\n")
        self._say(screen.heading)
        for text in (screen.ask, screen.detail):
            for line in text.splitlines():
                self._say(line)
        for number, choice in enumerate(screen.choices, 1):
            mark = " (chosen)" if choice.id in screen.ticked else ""
            self._say(f"{number:>2}. {choice.label}{mark}", indent="    ")

    def _say(self, text: str, indent: str = "") -> None:
        self.target.write(self._filled(text, indent) + "\n")

    def _filled(self, text: str, indent: str = "") -> str:
        return fill(text, self.width or columns(self.target), rest=indent)

    def _problem(self, screen: Screen, reply: str) -> str | None:
        most = len(screen.choices)
        words = re.split(r"[,\s]+", reply) if reply else []
        wrong = next(
            (w for w in words if not (w.isascii() and w.isdigit() and 1 <= int(w[:9]) <= most)), None
        )
        if wrong is not None:
            return f"{wrong!a} is not a number from 1 to {most}."
        if len(words) > 1 and not screen.many:
            return "Choose one line only."
        return screen.problem(self._chosen(screen, reply))

    @staticmethod
    def _chosen(screen: Screen, reply: str) -> set[str]:
        """Return what the numbers stand for, as they were typed: conflicts are for `problem` to find."""
        return {screen.choices[int(word) - 1].id for word in re.split(r"[,\s]+", reply) if word}


def _keys(screen: Screen) -> str:
    what = "Numbers separated by commas" if screen.many else "Number"
    extras = [
        *(["Enter to keep what is chosen"] if screen.ticked else []),
        *(["b for back"] if screen.can_go_back else []),
        *(["? for why"] if screen.help else []),
        "q to quit",
    ]
    return f"{what}, {', '.join(extras)}"
