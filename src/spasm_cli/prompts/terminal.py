"""The terminal front: one list at a time, asked by questionary on standard error, drawn here to fit."""

from collections.abc import Callable
from functools import partial
from typing import Any

import questionary
from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.output import Output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style
from questionary.prompts.common import InquirerControl

from spasm_cli.core.words import Words
from spasm_cli.prompts.screens import Choice, Move, Screen, tick
from spasm_cli.prompts.terminal_keys import Listener, leaving, listen
from spasm_cli.prompts.terminal_menu import pick
from spasm_cli.prompts.terminal_run import run, standard_error
from spasm_cli.prompts.terminal_view import NOWHERE, View

STYLE = Style([("heading", "dim"), ("ask", "bold"), ("pointed", "bold"), ("problem", "bold")])


class TerminalFront:
    """Asks with arrow keys, on standard error unless told otherwise, and wipes off what it drew."""

    def __init__(self, output: Output | None = None) -> None:
        self.output = output
        self.say_again: Callable[[], object] = lambda: None
        self.start_anew = False

    def ask(self, screen: Screen) -> set[str] | Move:
        """Put a screen. Keys pressed before it was there count for nothing.

        Raises:
            KeyboardInterrupt: at Ctrl-C or SIGINT.
            EOFError: at Ctrl-D, or when the terminal goes away.
            SystemExit: at SIGTERM or SIGHUP, with the terminal back in order.
        """
        with create_app_session(output=self.output or standard_error()):
            answer: set[str] | Move = run(_list(screen, self.say_again, anew=self.start_anew))
        self.start_anew = False
        return answer

    def pick(self, words: Words, choices: tuple[Choice, ...], *, inner: bool = False) -> str:
        """Put one line of choices under what stands there, and return the id that was chosen, or nothing for done.

        Raises:
            KeyboardInterrupt, EOFError, SystemExit: as `ask` does.
        """
        output = self.output or standard_error()
        with create_app_session(output=output):
            return pick(words, choices, output, inner=inner)


def _list(screen: Screen, say_again: Callable[[], object], *, anew: bool) -> Application[Any]:
    """Take a list and its state from questionary, and replace what is seen and all keys, some of which are letters."""
    rows = [questionary.Choice(c.label, c.id, checked=c.id in screen.ticked) for c in screen.choices]
    app = questionary.checkbox("", rows).application
    control = next(c for c in app.layout.find_all_controls() if isinstance(c, InquirerControl))
    wanted = {screen.enter} if screen.many else {*screen.ticked} or {screen.enter}
    control.pointed_at = next((n for n, c in enumerate(screen.choices) if c.id in wanted), NOWHERE)
    view = _View(screen, control, app)
    view.say_again, view.anew, view.listener = say_again, anew, Listener()
    control.text = view.fragments
    app.layout = Layout(Window(control, always_hide_cursor=True))
    app.key_bindings = view.keys()
    app.erase_when_done, app.style = True, STYLE
    app.before_render += view.make_room
    listen(app)
    return app


class _View(View):
    """What is seen, and what each key does with it."""

    say_again: Callable[[], object]
    anew: bool
    """Whether to start on a clean screen."""
    typed, found = "", NOWHERE
    """The letters that a line was found by last, and which."""
    listener: Listener

    def keys(self) -> KeyBindings:
        """Return all keys that there are."""
        settled: dict[str, Callable[[], None]] = {
            "up": lambda: self.move(-1),
            "down": lambda: self.move(1),
            "pageup": lambda: self.turn_page(-1),
            "pagedown": lambda: self.turn_page(1),
            "home": lambda: self.point_at(0),
            "end": lambda: self.point_at(len(self.screen.choices)),
            " ": partial(self.find, " ") if self.screen.find else self.tick,
            "enter": self.confirm,
            "c-b": self.back,
            "escape": self.back,
            "?": self.toggle_help,
        }
        numbered = {number: place for place, number in enumerate(self.numbers) if number}
        settled |= {number: partial(self.choose, place) for number, place in numbered.items()}
        at_once = {"c-l": self.draw_anew, **leaving(self.app)}
        return self.listener.bind(settled, at_once, self.find if self.screen.find else None)

    @property
    def pointed(self) -> set[str]:
        """The line pointed at, if any."""
        place = self.control.pointed_at
        return set() if place == NOWHERE else {self.screen.choices[place].id}

    def back(self) -> None:
        if self.screen.can_go_back:
            self.app.exit(result=Move.BACK)

    def choose(self, place: int) -> None:
        """Point at a line by its number, and tick it where several can be."""
        self.control.pointed_at = place
        self.tick()

    def tick(self) -> None:
        for name in self.pointed if self.screen.many else ():
            self.control.selected_options = list(tick(set(self.control.selected_options), name))
            self.problem = ""

    def confirm(self) -> None:
        """Take the answer, or say what is wrong with it, and which key ticks where nothing is ticked."""
        chosen = set(self.control.selected_options) if self.screen.many else self.pointed
        if problem := self.screen.problem(chosen):
            self.problem = (
                problem
                if chosen or not self.screen.many
                else self.screen.words("ask.space_ticks", problem=problem)
            )
        else:
            self.app.exit(result=chosen)

    def toggle_help(self) -> None:
        self.help_open, self.page = not self.help_open, 0

    def draw_anew(self) -> None:
        """Start on a clean screen, whatever stands on this one; that can still be scrolled back to."""
        output = self.app.output
        self.app.renderer.erase()
        if isinstance(output, Vt100_Output):
            # Where only a part scrolls, all is to scroll again; that alone would move the cursor.
            output.write_raw("\x1b7\x1b[r\x1b8")
        output.write_raw("\n" * output.get_size().rows)
        output.cursor_goto(0, 0)
        output.erase_down()
        output.flush()
        self.say_again()

    def make_room(self, _app: Application[Any]) -> None:
        """Clear what is in the way, just before drawing."""
        output = self.app.output
        if self.app.render_counter == 1:
            self.listener.begin()
            output.write_raw("\r")  # the terminal may have echoed it
            output.erase_down()
            if self.anew:
                self.draw_anew()
        elif output.get_size().columns < min(self.columns, self.widest):
            # Some terminals wrap old lines anew, some do not: nobody knows where these begin now.
            self.draw_anew()

    def move(self, by: int) -> None:
        """Move by a line; round the top, lines that were never on the screen would be passed over."""
        at = self.control.pointed_at
        to = at + by if at != NOWHERE else 0 if by > 0 else -1
        if to >= 0 or not (self.screen.many and self.cut):
            self.control.pointed_at = to % len(self.screen.choices)

    def point_at(self, number: int) -> None:
        """Move to a line, or to the nearest that there is."""
        self.control.pointed_at = max(0, min(number, len(self.screen.choices) - 1))

    def find(self, letter: str) -> None:
        """Point at the first line that begins with the letters typed since another key moved."""
        typed = self.typed if self.control.pointed_at == self.found else ""
        for letters in (typed + letter, letter):
            if places := self.screen.beginning(letters):
                self.typed, self.found = letters, places[0]
                self.control.pointed_at = self.found
                return

    def turn_page(self, by: int) -> None:
        """Turn the page of texts that have no room, or else move by as many lines as are seen."""
        if self.texts_cut:
            self.page += by
        else:
            self.point_at(max(self.control.pointed_at, 0) + by * self.listed)
