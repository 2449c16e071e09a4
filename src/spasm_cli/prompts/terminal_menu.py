"""One line of choices under a result: a digit chooses, Enter is done, and nothing of it stays."""

from functools import partial
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import Output
from prompt_toolkit.utils import get_cwidth

from spasm_cli.core.words import Words
from spasm_cli.prompts.screens import Choice
from spasm_cli.prompts.terminal_keys import Listener, leaving, listen
from spasm_cli.prompts.terminal_run import run
from spasm_cli.text import fitting
from spasm_cli.widths import READABLE
from spasm_cli.wrapping import wrap


def pick(words: Words, choices: tuple[Choice, ...], output: Output, *, inner: bool = False) -> str:
    """Return the id that was chosen, or nothing for done; from an `inner` line that leads back to the line before it.

    Raises:
        KeyboardInterrupt: at Ctrl-C or SIGINT.
        EOFError: at Ctrl-D, or when the terminal goes away.
        SystemExit: at SIGTERM or SIGHUP, with the terminal back in order.
    """
    listener, last = Listener(), words("menu.back" if inner else "menu.finish")
    app: Application[Any] = Application(
        layout=Layout(Window(FormattedTextControl(lambda: _line(last, choices, output)), wrap_lines=False)),
        erase_when_done=True,
        output=output,
    )

    def choose(name: str) -> None:
        app.exit(result=name)

    numbered = {str(number): partial(choose, choice.id) for number, choice in enumerate(choices, 1)}
    app.key_bindings = listener.bind({"enter": partial(choose, ""), **numbered}, leaving(app))

    def begin(_app: Application[Any]) -> None:
        if app.render_counter == 1:
            listener.begin()

    app.before_render += begin
    listen(app)
    return str(run(app))


def _line(last: str, choices: tuple[Choice, ...], output: Output) -> str:
    parts = [f"{number} {choice.label}" for number, choice in enumerate(choices, 1)]
    line = "  ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in (*parts, last))
    width = min(output.get_size().columns, READABLE) - 1
    lines = wrap(fitting(line, output.encoding()), max(width, get_cwidth("0")), hyphens=False)
    return "\n".join(each.replace("\N{NO-BREAK SPACE}", " ") for each in lines)
