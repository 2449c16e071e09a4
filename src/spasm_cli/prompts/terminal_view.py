"""A list as it is drawn: one text, never higher or wider than the terminal."""

import math
from itertools import chain, takewhile
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.utils import get_cwidth
from questionary.prompts.common import InquirerControl

from spasm_cli.core.vocabulary import NONE
from spasm_cli.prompts.screens import Screen
from spasm_cli.text import fitting, font_is_poor
from spasm_cli.widths import READABLE
from spasm_cli.wrapping import wrap

MARKS, ASCII_MARKS = ("»", "[✓]", "[ ]"), (">", "[x]", "[ ]")  # pointer, ticked, not ticked
NOWHERE = -1
"""Where no line is pointed at yet."""
CURSOR = " [SetCursorPosition]"

Line = tuple[str, str]  # a style, and a text without line breaks


class View:
    """What is seen of a screen; questionary and prompt_toolkit would cut long lines, break words, or give up."""

    def __init__(self, screen: Screen, control: InquirerControl, app: Application[Any]) -> None:
        self.screen, self.control, self.app = screen, control, app
        self.problem = ""
        self.help_open, self.page = False, 0
        self.cut = self.texts_cut = False
        """Whether the screen, or the texts on it, had more lines than rows when it was drawn last."""
        self.top, self.listed = 0, 1
        """The first option that was seen then, and how many."""
        self.columns = self.widest = 0
        """The columns that there were, and that the lines above the one pointed at took."""
        self.numbers = numbers(screen)
        self._encoding = "cp437" if font_is_poor() else app.output.encoding()
        fits = fitting("".join(MARKS), self._encoding) == "".join(MARKS)
        self._pointer, self._ticked, self._free = MARKS if fits else ASCII_MARKS

    def fragments(self) -> StyleAndTextTuples:
        """Return the text in the form that prompt_toolkit draws."""
        size = self.app.output.get_size()
        self.columns = size.columns
        # The last column stays free: some terminals wrap there, and a wide letter may spill into it.
        lines = self._lines(min(size.columns, READABLE) - 1, size.rows)
        above = takewhile(lambda line: CURSOR not in line[0], lines)
        self.widest = max((get_cwidth(text) for _, text in above), default=0)
        pieces: StyleAndTextTuples = [piece for line in lines for piece in (line, ("", "\n"))]
        return pieces[:-1]

    def _lines(self, width: int, rows: int) -> list[Line]:
        """Return all parts; where that is too high the list scrolls, and the texts have pages."""
        (head, problem, why), hint, options = self._texts(width), self._hint(width), self._options(width)
        least, most = max(map(len, options)), sum(map(len, options))
        spare = rows - sum(map(len, (head, problem, why, hint))) - most
        self.cut = spare < 0
        self.texts_cut = self.cut and len(head) + len(why) >= rows - least - len(problem)
        if self.cut:
            words = self.screen.words
            pages = [words("keys.more")] if self.texts_cut else []
            hint = self._hint(
                width,
                *pages,
                words("keys.line", number=max(self.control.pointed_at, 0) + 1, count=len(options)),
            )
        # Texts that have pages leave room for all keys, where half of the rows is still theirs.
        keys = len(hint) if self.texts_cut and least + len(problem) + len(hint) <= rows // 2 else 1
        # Most wanted first: one whole option, what is wrong, one line of keys, the texts, then the rest.
        wants = (least, len(problem), keys, len(why), len(head), len(hint) - keys, most - least)
        got = [max(0, min(want, rows - sum(wants[:place]))) for place, want in enumerate(wants)]
        listed = [*self._scrolled(options, got[0] + got[6]), *problem[: got[1]]]
        listed += [("", "")] * (got[0] + got[6] + got[1] - len(listed))  # the keys stay where they are
        above, below = _leaf(head, got[4], self.page), _leaf(why, got[3], self.page)
        parts = [part for part in (above, listed, below, hint[: got[2] + got[5]]) if part]
        gaps = [[("", "")] if 0 < number <= spare else [] for number in range(len(parts))]
        return [line for gap, part in zip(gaps, parts, strict=True) for line in (*gap, *part)]

    def _scrolled(self, options: list[list[Line]], rows: int) -> list[Line]:
        """Return as many options as fit, the one pointed at among them; half an option could mislead."""
        pointed, heights = max(self.control.pointed_at, 0), [len(option) for option in options]

        def first(end: int) -> int:
            return next(top for top in range(end) if top == end - 1 or sum(heights[top:end]) <= rows)

        self.top = min(max(self.top, first(pointed + 1)), pointed, first(len(options)))
        ends = range(self.top + 1, len(options) + 1)
        end = max((end for end in ends if sum(heights[self.top : end]) <= rows), default=ends[0])
        self.listed = end - self.top
        return [*chain(*options[self.top : end])][:rows]

    def _texts(self, width: int) -> tuple[list[Line], list[Line], list[Line]]:
        """Return what stands above the list, what is wrong with the answer, and the help."""
        head = {"class:heading": self.screen.heading, "class:ask": self.screen.ask, "": self.screen.detail}
        why = [line for text in self._help() for line in self._wrap(text, width)] if self.help_open else []
        above = [line for style, text in head.items() for line in self._wrap(text, width, style)]
        return above, self._wrap(self.problem, width, "class:problem"), why

    def _help(self) -> list[str]:
        """Return why it is asked, and how to check the line that is pointed at."""
        place = self.control.pointed_at
        check = "" if place == NOWHERE else self.screen.choices[place].check
        return [self.screen.help, *([self.screen.words("ask.to_check", check=check)] if check else [])]

    def _options(self, width: int) -> list[list[Line]]:
        options: list[list[Line]] = []
        for place, choice in enumerate(self.screen.choices):
            pointed, ticked = place == self.control.pointed_at, choice.id in self.control.selected_options
            mark = f"{self._ticked if ticked else self._free} " if self.screen.many else ""
            number = f"{self.numbers[place] or ' '} " if any(self.numbers) else ""
            lead = f"{self._pointer if pointed else ' '} {number}{mark}"
            style = "class:pointed" if pointed else ""
            (_, first), *others = self._wrap(choice.label, width - len(lead), style)
            # The cursor waits, unseen, where the person is: screen magnifiers follow it.
            here = pointed or (place == 0 and self.control.pointed_at == NOWHERE)
            begin = (style + CURSOR if here else style, lead + first)
            options.append([begin, *((style, " " * len(lead) + line) for _, line in others)])
        return options

    def _hint(self, width: int, *first: str) -> list[Line]:
        keys = {
            "move": True,
            "find": self.screen.find,
            "tick": self.screen.many,
            "go_on": True,
            "back": self.screen.can_go_back,
            "close" if self.help_open else "why": bool(self.screen.help),
            "stop": True,
        }
        # A key and what it does stay together on a line.
        shown = (*first, *(self.screen.words(f"keys.{name}") for name, works in keys.items() if works))
        text = "  ".join(key.replace(" ", "\u00a0") for key in shown)
        return [("", line.replace("\u00a0", " ")) for line in wrap(text, width, hyphens=False)]

    def _wrap(self, text: str, width: int, style: str = "") -> list[Line]:
        lines = fitting(text, self._encoding).splitlines()
        return [(style, part) for line in lines for part in wrap(line, width) or [""]]


def numbers(screen: Screen) -> list[str]:
    """Return the digit that chooses each line, or nothing: 0 for "None of these", where nine digits are enough for the others."""
    digits = iter("123456789")
    return ["0" if choice.id == NONE else next(digits, "") for choice in screen.choices]


def _leaf(lines: list[Line], rows: int, page: int) -> list[Line]:
    """Return one page; after the last comes the first again."""
    start = page % math.ceil(len(lines) / rows) * rows if lines and rows else 0
    return lines[start : start + rows]
