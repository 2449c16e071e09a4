"""The README's pictures, taken of the real program: each with the same words as text beside it.

    python scripts/pictures.py

Writes docs/pictures/: the interview and the result as SVG, as a terminal showed them, and the handout as PNG, as a browser
prints it (`make pictures` installs what that needs). tests/test_pictures.py compares the kept ones with `draw()` and `handout()`.
"""

import hashlib
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

TOP = Path(__file__).parents[1]
sys.path.insert(0, str(TOP / "tests"))
from screens import ENTER, Terminal  # noqa: E402 -- the tests own the pseudo-terminal

from spasm_cli.files.cases_file import load_cases  # noqa: E402 -- after the path of the tests
from spasm_cli.files.shipped import data_file  # noqa: E402 -- after the path of the tests

PICTURES = TOP / "docs" / "pictures"
SPASM = [sys.executable, "-m", "spasm_cli"]
CASE = next(case for case in load_cases(str(data_file("demo.toml"))) if case.id == "night_cramp")
COLUMNS, ROWS, RESULT_ROWS = 80, 24, 44
DAY = "1796083200"
"""The day on the page, so that its picture keeps."""
REMOTE_FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
FONTS = "font-family: Fira Code, "
PNG_START = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Drawn:
    """One picture of a terminal, and its words."""

    svg: str
    text: str


def main() -> None:
    """Write all of them."""
    PICTURES.mkdir(exist_ok=True)
    for name, drawn in draw().items():
        (PICTURES / f"{name}.svg").write_text(drawn.svg, encoding="utf-8")
        (PICTURES / f"{name}.txt").write_text(drawn.text, encoding="utf-8")
    page = handout()
    (PICTURES / "handout.txt").write_text(words_of(page), encoding="utf-8")
    photograph(page, PICTURES / "handout.png")


def draw() -> dict[str, Drawn]:
    """Run the program in a terminal and return what it showed."""
    return {"interview": _picture(_interview()), "result": _picture(_result())}


def _interview() -> list[Text]:
    """Answer as the worked case does, up to the first question about the spasm itself."""
    with Terminal([*SPASM, "check"], columns=COLUMNS, rows=ROWS) as terminal:
        for asked, keys in (
            ("Where is the worst of it?", "1" + ENTER),
            ("How old is", "4" + ENTER),
            ("Does it hurt anywhere else, too?", "0" + ENTER),
            ("Now, or since it began", "0" + ENTER),
            ("New since it began", "0" + ENTER),
            ("In the past 3 months", "0" + ENTER),
            ("Have you now, or had you ever", "0" + ENTER),
            ("Do any of these fit now?", "0" + ENTER),
            ("Look at both sides", "0" + ENTER),
            ("How did it begin?", "4" + ENTER),
            ("About the pain: which fit?", "12" + ENTER),
            ("How long has this been going on?", "3" + ENTER),
            ("What does it feel like?", "1" + ENTER),
        ):
            terminal.wait_for(asked, "Ctrl-C: stop")
            terminal.send(keys)
        terminal.wait_for("When does it mostly come on?", "Ctrl-C: stop")
        terminal.send("1")
        terminal.wait_until(lambda: any(line.startswith("» 1 In bed") for line in terminal.lines), "In bed")
        return terminal.drawn


def _result() -> list[Text]:
    """The top of the result of the worked case."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder, "answers.json")
        sheet.write_text(json.dumps(CASE.answers), encoding="utf-8")
        with Terminal([*SPASM, "check", "--answers", str(sheet)], columns=100, rows=RESULT_ROWS) as terminal:
            assert terminal.wait_exit() == 0
            return list(Text.from_ansi(terminal.raw.decode().replace("\r\n", "\n")).split())[:RESULT_ROWS]


def _picture(lines: Iterable[Text]) -> Drawn:
    lines = [line.copy() for line in lines]
    for line in lines:
        line.rstrip()
    width = max(line.cell_len for line in lines)
    console = Console(
        record=True, file=io.StringIO(), width=width, force_terminal=True, color_system="truecolor"
    )
    for line in lines:
        console.print(line, no_wrap=True, overflow="crop")
    svg = console.export_svg(title="spasm check", theme=SVG_EXPORT_THEME)
    # A picture that loads nothing: the reader's own font of equal widths instead of a remote one.
    svg = REMOTE_FONTS.sub("", svg).replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")
    return Drawn(svg=svg, text="".join(f"{line.plain.rstrip()}\n" for line in lines))


def handout() -> str:
    """Return the worked case's handout."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "handout.html")
        subprocess.run(
            [*SPASM, "check", "--country", "gb", "--answers", "-", "--save", str(target)],
            input=json.dumps(CASE.answers),
            env=os.environ | {"SOURCE_DATE_EPOCH": DAY},
            capture_output=True,
            text=True,
            check=True,
        )
        return target.read_text(encoding="utf-8")


def photograph(page: str, target: Path) -> None:
    """Take the page's picture as paper shows it, and write into it of which page it is."""
    browser, chromium = TOP / "tests" / "browser", shutil.which("chromium")
    if not chromium:
        raise SystemExit("No chromium here: `make pictures` installs it.")
    with tempfile.TemporaryDirectory() as folder:
        source, picture = Path(folder, "page.html"), Path(folder, "page.png")
        source.write_text(page, encoding="utf-8")
        subprocess.run(["node", browser / "photograph.mjs", chromium, source, picture], check=True)
        taken = picture.read_bytes()
    note = b"tEXtSource\x00" + digest(page).encode()
    chunk = struct.pack(">I", len(note) - 4) + note + struct.pack(">I", zlib.crc32(note))
    header = len(PNG_START) + 25
    target.write_bytes(taken[:header] + chunk + taken[header:])


def digest(page: str) -> str:
    """Return what a picture of this page carries; the knowledge file's hash, which changes with every edit, does not count."""
    return hashlib.sha256(without_hash(page).encode()).hexdigest()


def without_hash(text: str) -> str:
    """Take the knowledge file's hash out."""
    return re.sub(r"File [0-9a-f]{8}", "File", text)


def words_of(page: str) -> str:
    """Return the words that the printed page shows, a block a line."""
    reader = _Words()
    reader.feed(page)
    return (
        "\n".join(line for line in (" ".join(line.split()) for line in reader.said.splitlines()) if line)
        + "\n"
    )


class _Words(HTMLParser):
    """Collects what paper shows: no style, no title, no figures, which only a screen has room for."""

    BLOCKS = ("p", "h1", "h2", "h3", "h4", "li", "dd", "div", "section")

    def __init__(self) -> None:
        super().__init__()
        self.said = ""
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden or tag in ("style", "title") or ("class", "figure") in attrs:
            self._hidden.append(tag)
        elif tag in (*self.BLOCKS, "dt"):
            self.said += "\n"

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            self._hidden.pop()
        elif tag == "dt":
            self.said += ": "
        elif tag in self.BLOCKS:
            self.said += "\n"

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said += data.replace("\n", " ")


if __name__ == "__main__":
    main()
