"""A knowledge file in which every word that comes from data has a mark, and nothing else has letters: what is left is in code."""

import io
import re
import tomllib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pseudo
import pyte
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from screens import rows_of, settled
from test_shipped_knowledge import renamed

from spasm_cli.prompts.plain import PlainFront
from spasm_cli.prompts.screens import Move, Screen
from spasm_cli.prompts.terminal import TerminalFront

ROWS = 300
"""So many that every list has room for all of its texts."""
KEPT = {"none", "not_sure", "judgement"}
"""Names that are the same in every file."""


class Names:
    """A number for each id, since the ids of the shipped file are words."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        return name if name in KEPT else self._numbers.setdefault(name, f"{len(self._numbers) + 100}")

    def answers(self, answers: dict[str, Any]) -> dict[str, Any]:
        """Return answers in the form of an answers file, by number."""
        return {
            self(question): [self._line(one) for one in said] if isinstance(said, list) else self._line(said)
            for question, said in answers.items()
        }

    def _line(self, name: str) -> str:
        return self(name.removesuffix("?")) + "?" * name.endswith("?")


def make_files(folder: Path) -> tuple[Path, Names]:
    """Write the files of the pseudo-language, with numbers for ids, sources and codes; return the knowledge file."""
    names = Names()
    pseudo.main(str(folder))
    path, demo = (folder / f"{stem}.{pseudo.LANGUAGE}.toml" for stem in ("knowledge", "demo"))
    raw = renamed(tomllib.loads(path.read_text(encoding="utf-8")), names)
    for place, source in enumerate(raw["sources"]):
        source |= {"title": f"{place}", "publisher": f"{place}", "url": "", "read": "part"}
        source.pop("copy_url", None)
    for cause in raw["causes"]:
        cause["icd10"] = [re.sub("[A-Z]", "", code) for code in cause.get("icd10", ())]
    path.write_text(pseudo.as_toml(raw), encoding="utf-8")
    cases = [
        {
            **case,
            "id": names(case["id"]),
            "answers": names.answers(case["answers"]),
            "cause": "" if ":" in case.get("cause", ":") else names(case["cause"]),
            "acceptable": [names(cause) for cause in case.get("acceptable", ())],
        }
        for case in tomllib.loads(demo.read_text(encoding="utf-8"))["cases"]
    ]
    demo.write_text(pseudo.as_toml({"cases": cases}), encoding="utf-8")
    return path, names


def unmarked(text: str, *known: str) -> list[str]:
    """Return what stands in a text without a mark, words that follow each other together; what is `known` does not count."""
    for each in known:
        text = text.replace(each, " ")
    found: list[str] = []
    together = False
    for word in re.findall(pseudo.WORD, re.sub(pseudo.KEPT, " ", text)):
        bare = not word.endswith(pseudo.MARK)
        if bare and together:
            found[-1] += f" {word}"
        elif bare:
            found.append(word)
        together = bare
    return found


def running(text: str) -> str:
    """Return a text on one line, without what pictures and lists put before it; a line may end behind a hyphen."""
    return " ".join(re.sub("[│┃╭╮╰╯─━┏┓┗┛»✓•✗█░]", " ", text).split()).replace("- ", "-")


class _Watched(io.StringIO):
    """A terminal: keeps what was on the screen each time, and presses the next key once something changed."""

    encoding = "utf-8"

    def __init__(self, columns: int, keys: Sequence[str], pipe: PipeInput) -> None:
        super().__init__()
        self._screen = pyte.Screen(columns, ROWS)
        self._stream = pyte.Stream(self._screen)
        self._keys, self._pipe = list(keys), pipe
        self.seen: list[str] = []

    def write(self, text: str) -> int:
        self._stream.feed(text)
        return len(text)

    def flush(self) -> None:
        shown = "\n".join(rows_of(self._screen)).rstrip()
        if shown and shown not in self.seen[-1:]:
            self.seen.append(shown)
            self._pipe.send_text(self._keys.pop(0) if self._keys else "\x03")


def drawn_screen(screen: Screen, columns: int) -> list[str]:
    """Return a list as the terminal shows it: at first, with its help, and with what is wrong with no answer."""
    keys = [*(["?"] if screen.help else []), *(["\r"] if screen.many and not screen.ticked else [])]
    with settled(), create_pipe_input() as pipe, create_app_session(input=pipe):
        terminal = _Watched(columns, keys, pipe)
        output = Vt100_Output(
            terminal, lambda: Size(rows=ROWS, columns=columns), term="xterm", enable_cpr=False
        )
        try:
            TerminalFront(output).ask(screen)
        except KeyboardInterrupt:
            return terminal.seen
        raise AssertionError("it was answered")


def plain_screen(screen: Screen, columns: int, quit_word: str) -> str:
    """Return a list as plain lines, with its help and with what is wrong with some answers."""
    lines = [
        "?",
        "0",
        f"1,{len(screen.choices)}",
        f"{len(screen.choices) - 1} {len(screen.choices)}",
        "\x1b[A",
    ]
    shown = io.StringIO()
    for typed in [*lines, ""]:
        with suppress(KeyboardInterrupt):
            PlainFront(io.StringIO(f"{typed}\n{quit_word}\n"), shown, columns).ask(screen)
    return shown.getvalue()


class Listening:
    """A front that keeps every screen, and answers with what is wanted."""

    say_again: Callable[[], object]

    def __init__(self, wanted: Callable[[Screen], set[str] | Move]) -> None:
        self.wanted = wanted
        self.screens: list[Screen] = []

    def ask(self, screen: Screen) -> set[str] | Move:
        self.screens.append(screen)
        chosen = self.wanted(screen)
        if isinstance(chosen, set):
            assert screen.problem(chosen) is None, screen.ask
        return chosen
