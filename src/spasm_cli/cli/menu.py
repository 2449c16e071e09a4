"""What can be had under a result in a terminal: more of it, the why, another answer, something to keep."""

import os
import sys

from msgspec import Struct

from spasm_cli.cli.consulting import run_consult
from spasm_cli.cli.forms import Wish, code
from spasm_cli.cli.on_the_way import OnTheWay
from spasm_cli.cli.options import Request
from spasm_cli.cli.saving import free_name, save_result
from spasm_cli.cli.showing import show_result
from spasm_cli.cli.streams import tell
from spasm_cli.core.answers import Answers
from spasm_cli.core.assessment import Assessment
from spasm_cli.errors import SpasmError
from spasm_cli.prompts.screens import Choice, Reader
from spasm_cli.report.views import View
from spasm_cli.widths import READABLE
from spasm_cli.wrapping import columns, fill

STEPS, WHY, CHANGE, SAVE = "steps", "why", "change", "save"
SAVED = {"page": ".html", "note": ".note.txt", "answers": ".toml"}
"""What can be kept in a file, and how its name ends."""
CODE = "code"
_VIEWS: dict[str, View] = {STEPS: "page", WHY: "why"}


class Menu(Struct):
    """A result on the screen, and what its reader does with it."""

    front: Reader
    on_the_way: OnTheWay
    request: Request
    answers: Answers
    assessment: Assessment
    wish: Wish
    """How a page is wanted."""
    view: View
    """What of it was shown last."""

    def run(self) -> Assessment:
        """Let the reader choose until they are done; at the end the card is what they see. Returns the last result.

        Whatever stops it, stops it as done would: the result was shown.
        """
        while chosen := self._choose():
            if chosen == SAVE:
                self._save()
            elif chosen == CHANGE:
                self._change()
            else:
                self._show(_VIEWS[chosen])
        if self.view != "card":
            print()
            self._show("card")
        return self.assessment

    def _choose(self) -> str:
        return self._pick([STEPS, WHY, *([CHANGE] if self.answers.given else []), SAVE])

    def _pick(self, names: list[str], *, inner: bool = False) -> str:
        words = self.on_the_way.knowledge.words
        choices = tuple(Choice(id=name, label=words(f"menu.{name}")) for name in names)
        try:
            return self.front.pick(words, choices, inner=inner)
        except (KeyboardInterrupt, EOFError, OSError):
            return ""

    def _show(self, view: View) -> None:
        show_result(self.on_the_way.knowledge, self.assessment, view, plain=self.request.plain)
        self.view = view

    def _save(self) -> None:
        """Let one thing be chosen to keep; a code is for writing down, and in no file."""
        knowledge, names = self.on_the_way.knowledge, [*(SAVED if can_save() else ()), CODE]
        chosen = self._pick(names, inner=True)
        if chosen == CODE:
            told = code(knowledge, self.assessment, self.wish)
            print("\n".join(fill(line, columns(sys.stdout, READABLE)) for line in told.splitlines()))
            return
        try:
            if chosen:
                save_result(knowledge, self.assessment, [free_name(SAVED[chosen])], self.wish)
        except SpasmError as error:
            tell(error)

    def _change(self) -> None:
        try:
            answers, _ = run_consult(
                self.front, self.on_the_way, self.answers, json=False, plain=self.request.plain, view=None
            )
        except SpasmError as error:
            tell(error)
            return
        # What was ticked and taken back leaves its mark, though the answers are the same again.
        if answers != self.answers or self.on_the_way.taken_back(answers) != self.assessment.taken_back:
            self.answers = answers
            self.assessment = self.on_the_way.assess(answers, explore=True)
            self._show("card")


def wants_menu(assessment: Assessment) -> bool:
    """Tell whether there is a reader to choose, and anything to choose from that may wait."""
    return not assessment.over and all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def can_save() -> bool:
    """Tell whether this folder takes a file."""
    return os.access(".", os.W_OK | os.X_OK)
