"""The terminal front: one list at a time, asked by questionary on standard error, drawn here to fit."""

import math
import sys
from dataclasses import dataclass
from itertools import chain
from typing import Any

import questionary
from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples, fragment_list_to_text, to_formatted_text
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.output import Output
from prompt_toolkit.styles import Style
from questionary.prompts.common import InquirerControl

from spasm_cli.prompts.screens import Move, Screen, tick
from spasm_cli.prompts.terminal_run import run, standard_error
from spasm_cli.wrapping import wrap

if sys.platform != "win32":
    import termios

MOST_COLUMNS = 100  # longer lines are hard to read, however wide the terminal
ESCAPE_SECONDS = 0.05  # how long Esc may turn out to be the start of another key
MARKS, ASCII_MARKS = ("»", "●", "○"), (">", "[x]", "[ ]")  # pointer, ticked, not ticked
STYLE = Style([("heading", "dim"), ("ask", "bold"), ("pointed", "bold"), ("problem", "bold fg:ansired")])

Line = tuple[str, str]  # a style, and a text without line breaks


@dataclass
class TerminalFront:
    """Asks with arrow keys, on standard error unless told otherwise, and wipes off what it drew."""

    output: Output | None = None

    def ask(self, screen: Screen) -> set[str] | Move:
        """Put a screen. Keys pressed before it was there count for nothing.

        Raises:
            KeyboardInterrupt: at Ctrl-C or SIGINT.
            EOFError: at Ctrl-D, or when the terminal goes away.
            SystemExit: at SIGTERM or SIGHUP, with the terminal back in order.
        """
        with create_app_session(output=self.output or standard_error()):
            question = _question(screen)
            answer = run(question.application)
        return answer if isinstance(answer, Move) else set(answer if screen.many else [answer])


def _question(screen: Screen) -> questionary.Question:
    """Take state and moves from questionary, and replace what is seen and the keys that it lacks."""
    rows = [questionary.Choice(c.label, c.id, checked=c.id in screen.ticked) for c in screen.choices]
    if screen.many:
        question = questionary.checkbox("", rows, validate=lambda ids: _problem(screen, set(ids)) or True)
    else:
        earlier = next((c.id for c in screen.choices if c.id in screen.ticked), None)
        question = questionary.select("", rows, default=earlier)
    app: Application[Any] = question.application
    control = next(c for c in app.layout.find_all_controls() if isinstance(c, InquirerControl))
    view = _View(screen, control, app)
    control.text = view.fragments
    app.layout = Layout(Window(control, always_hide_cursor=True))
    app.key_bindings = merge_key_bindings([app.key_bindings or KeyBindings(), _keys(view)])
    app.ttimeoutlen = app.timeoutlen = ESCAPE_SECONDS
    app.erase_when_done, app.style = True, STYLE
    app.before_render += view.make_room
    clear_typeahead(app.input)
    return question


def _keys(view: "_View") -> KeyBindings:
    """Return the keys that differ from questionary's; bound later, they win."""
    keys, screen, control = KeyBindings(), view.screen, view.control

    def nothing(_event: KeyPressEvent) -> None:
        pass

    def back(event: KeyPressEvent) -> None:
        if screen.can_go_back:
            event.app.exit(result=Move.BACK)

    def toggle(_event: KeyPressEvent) -> None:
        pointed = screen.choices[control.pointed_at].id
        control.selected_options = list(tick(set(control.selected_options), pointed))
        control.error_message = None

    # Alt with a letter, and keys that prompt_toolkit does not know, start with Esc too, and must not go back.
    keys.add("escape", Keys.Any)(nothing)
    keys.add("escape")(back)
    keys.add("c-b", eager=True)(back)
    for key in ("a", "i", "c-q", Keys.BracketedPaste):
        keys.add(key, eager=True)(nothing)
    keys.add(" ", eager=True)(toggle if screen.many else nothing)
    keys.add("?", eager=True)(view.toggle_help)
    for key in ("up", "c-p", "k"):
        # Round the top to the end, lines that were never on the screen would be passed over.
        keys.add(key, eager=True, filter=Condition(view.at_top_of_many))(nothing)
    keys.add("pagedown", eager=True)(view.turn_page)
    keys.add("pageup", eager=True)(view.turn_page)
    keys.add("c-d", eager=True)(lambda event: event.app.exit(exception=EOFError))
    keys.add("<sigint>", eager=True)(lambda event: event.app.exit(exception=KeyboardInterrupt))
    keys.add("c-z", eager=True)(lambda event: event.app.suspend_to_background())
    return keys


class _View:
    """A screen as it is drawn: one text, never higher or wider than the terminal.

    questionary and prompt_toolkit would cut long lines, break words, and give up where a layout is too high.
    """

    def __init__(self, screen: Screen, control: InquirerControl, app: Application[Any]) -> None:
        self.screen, self.control, self.app = screen, control, app
        self._help_open, self._page, self._top, self._columns = False, 0, 0, 0
        self._cut = False
        lost = b"?" in "".join(MARKS).encode(app.output.encoding(), "replace")
        self._pointer, self._ticked, self._free = ASCII_MARKS if lost else MARKS

    def toggle_help(self, _event: KeyPressEvent) -> None:
        self._help_open, self._page = not self._help_open, 0

    def at_top_of_many(self) -> bool:
        """Whether the first line is pointed at, of more than the screen shows."""
        return self.screen.many and self._cut and self.control.pointed_at == 0

    def turn_page(self, event: KeyPressEvent) -> None:
        self._page += 1 if event.key_sequence[0].key == Keys.PageDown else -1

    def make_room(self, app: Application[Any]) -> None:
        """Clear what is in the way, just before drawing."""
        columns = app.output.get_size().columns
        if not self._columns:
            _drop_type_ahead()
            app.output.write_raw("\r")  # the terminal may have echoed it
            app.output.erase_down()
        elif self._columns != columns:
            # The terminal has wrapped the old lines anew: nobody knows how many there are now.
            app.renderer.clear()
        self._columns = columns

    def fragments(self) -> StyleAndTextTuples:
        """Return the text in the form that prompt_toolkit draws."""
        size = self.app.output.get_size()
        # The last column stays free: some terminals wrap there, and a wide letter may spill into it.
        lines = self._lines(min(size.columns, MOST_COLUMNS) - 1, size.rows)
        pieces: StyleAndTextTuples = [piece for line in lines for piece in (line, ("", "\n"))]
        return pieces[:-1]

    def _lines(self, width: int, rows: int) -> list[Line]:
        """Return all parts; where that is too high the list scrolls, and the texts have pages."""
        (head, problem, why), hint, options = self._texts(width), self._hint(width), self._options(width)
        least, most = max(map(len, options)), sum(map(len, options))
        spare = rows - sum(map(len, (head, problem, why, hint))) - most
        self._cut = spare < 0
        if self._cut:
            pages = ["PgDn: more text"] if len(head) + len(why) >= rows - least - len(problem) else []
            hint = self._hint(width, *pages, f"Line {self.control.pointed_at + 1} of {len(options)}")
        # Most wanted first: one whole option, what is wrong, one line of keys, the texts, then the rest.
        wants = (least, len(problem), 1, len(why), len(head), len(hint) - 1, most - least)
        got = [max(0, min(want, rows - sum(wants[:place]))) for place, want in enumerate(wants)]
        listed = [*self._scrolled(options, got[0] + got[6]), *problem[: got[1]]]
        listed += [("", "")] * (got[0] + got[6] + got[1] - len(listed))  # the keys stay where they are
        above, below = _leaf(head, got[4], self._page), _leaf(why, got[3], self._page)
        parts = [part for part in (above, listed, below, hint[: got[2] + got[5]]) if part]
        gaps = [[("", "")] if 0 < number <= spare else [] for number in range(len(parts))]
        return [line for gap, part in zip(gaps, parts, strict=True) for line in (*gap, *part)]

    def _scrolled(self, options: list[list[Line]], rows: int) -> list[Line]:
        """Return as many options as fit, the one pointed at among them; half an option could mislead."""
        pointed, heights = self.control.pointed_at, [len(option) for option in options]

        def first(end: int) -> int:
            return next(top for top in range(end) if top == end - 1 or sum(heights[top:end]) <= rows)

        self._top = min(max(self._top, first(pointed + 1)), pointed, first(len(options)))
        ends = range(self._top + 1, len(options) + 1)
        end = max((end for end in ends if sum(heights[self._top : end]) <= rows), default=ends[0])
        return [*chain(*options[self._top : end])][:rows]

    def _texts(self, width: int) -> tuple[list[Line], list[Line], list[Line]]:
        """Return what stands above the list, what is wrong with the answer, and the help."""
        head = {"class:heading": self.screen.heading, "class:ask": self.screen.ask, "": self.screen.detail}
        wrong = fragment_list_to_text(to_formatted_text(self.control.error_message))
        why = [line for text in self._help() for line in _wrap(text, width)] if self._help_open else []
        above = [line for style, text in head.items() for line in _wrap(text, width, style)]
        return above, _wrap(wrong, width, "class:problem"), why

    def _help(self) -> list[str]:
        """Return why it is asked, and how to check the line that is pointed at."""
        check = self.screen.choices[self.control.pointed_at].check
        return [self.screen.help, *([f"How to check: {check}"] if check else [])]

    def _options(self, width: int) -> list[list[Line]]:
        options: list[list[Line]] = []
        for number, choice in enumerate(self.screen.choices):
            pointed, ticked = number == self.control.pointed_at, choice.id in self.control.selected_options
            mark = f"{self._ticked if ticked else self._free} " if self.screen.many else ""
            lead = f"{self._pointer if pointed else ' '} {mark}"
            style = "class:pointed" if pointed else ""
            (_, first), *others = _wrap(choice.label, width - len(lead), style)
            # The cursor waits, unseen, where the person is: screen magnifiers follow it.
            begin = (f"{style} [SetCursorPosition]" if pointed else style, lead + first)
            options.append([begin, *((style, " " * len(lead) + line) for _, line in others)])
        return options

    def _hint(self, width: int, *first: str) -> list[Line]:
        keys = {
            "Up/Down: move": True,
            "Space: tick": self.screen.many,
            "Enter: go on": True,
            "Esc: back": self.screen.can_go_back,
            "?: close" if self._help_open else "?: why": bool(self.screen.help),
            "Ctrl-C: stop": True,
        }
        # A key and what it does stay together on a line.
        shown = (*first, *(key for key, works in keys.items() if works))
        text = "  ".join(key.replace(" ", "\u00a0") for key in shown)
        return [(style, line.replace("\u00a0", " ")) for style, line in _wrap(text, width)]


def _wrap(text: str, width: int, style: str = "") -> list[Line]:
    return [(style, line) for part in text.splitlines() for line in wrap(part, width) or [""]]


def _leaf(lines: list[Line], rows: int, page: int) -> list[Line]:
    """Return one page; after the last comes the first again."""
    start = page % math.ceil(len(lines) / rows) * rows if lines and rows else 0
    return lines[start : start + rows]


def _drop_type_ahead() -> None:
    if sys.platform != "win32" and sys.stdin.isatty():
        termios.tcflush(sys.stdin, termios.TCIFLUSH)


def _problem(screen: Screen, chosen: set[str]) -> str | None:
    """Say what is wrong with a choice, and which key ticks where nothing is ticked."""
    problem = screen.problem(chosen)
    return problem if chosen or problem is None else f"{problem} Space ticks."
