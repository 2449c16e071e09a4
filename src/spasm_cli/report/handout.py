"""A result as a handout: one web page for a phone or a sheet of paper, that loads nothing and runs nothing."""

import re
import sys
from functools import cache
from importlib import resources
from itertools import groupby

from jinja2 import Environment, StrictUndefined, Template

from spasm_cli.report import blocks
from spasm_cli.report.wording import BAR_CELLS
from spasm_cli.text import clean

ONE_SIDE = (
    (1400, 14),
    (2600, 12),
    (3650, 10.5),
    (4200, 10),
    (4650, 9.5),
    (5300, 9),
    (5900, 8.5),
    (6500, 8),
)
"""Up to how many letters on paper fit one side of A4 and of Letter in how many points (measured, with room to spare)."""
TWO_SIDES = ((7400, 10), (8500, 9.5), (9200, 9), (9900, 8.5), (sys.maxsize, 8))
"""The same for both sides of the sheet and the answers too, where one side would make the letters too small."""
_NOT_ON_PAPER = re.compile(r'<span class="figure">.*?</span>|<[^>]*>')


def as_page(document: blocks.Document, *, about: str, language: str, date: str) -> str:
    """Return a document as one HTML page, with a place for the `date`. Same document: the same page."""
    banner = next(part for part in document.parts if isinstance(part, blocks.Banner))
    page = _template().render(
        document=document, banner=banner, about=about, language=language, date=date, cells=BAR_CELLS
    )
    return "\n".join(line for line in page.splitlines() if line)


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_clean, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "paper": _paper,
        "runs": _runs,
        "kind": lambda block: type(block).__name__,
        "unknown": _unknown,
    }
    source = resources.files(__package__).joinpath("handout.html.jinja").read_text(encoding="utf-8")
    return environment.from_string(source)


def _unknown(block: object) -> str:
    """Rather no page than one that lacks something."""
    raise TypeError(type(block).__name__)


def _runs(listed: tuple[blocks.Block, ...]) -> list[tuple[str, list[blocks.Block]]]:
    """Group blocks that stand in one list of the page."""
    return [(kind, list(run)) for kind, run in groupby(listed, _kind_of_run)]


def _kind_of_run(block: blocks.Block) -> str:
    match block:
        case blocks.Because() | blocks.Crossed() | blocks.Point(name=""):
            return "list"
        case blocks.Sayings():
            return "says"
        case blocks.Answered():
            return "answers"
        case blocks.Entry(fit=""):
            return "steps"
        case blocks.Say(weight="" | "soft"):
            return "plain"
        case _:
            return ""


def _clean(value: object) -> object:
    """Make text from a file safe to show; what the template has escaped already stays as it is."""
    return clean(value) if type(value) is str else value


def _paper(body: str, back: str) -> str:
    """Choose the largest letters that keep a page on one sheet, with the answers below it where it is short, else on the back.

    Over two sides, no step is torn apart.
    """
    letters = _letters(body)
    if letters <= ONE_SIDE[-1][0]:
        points = next(points for most, points in ONE_SIDE if letters <= most)
        answers = "page" if letters > ONE_SIDE[0][0] else "auto"
        return f"--points: {points}pt; --in-a-step: auto; --answers: {answers}"
    points = next(points for most, points in TWO_SIDES if letters + _letters(back) <= most)
    return f"--points: {points}pt; --in-a-step: avoid; --answers: auto"


def _letters(part: str) -> int:
    return len(" ".join(_NOT_ON_PAPER.sub("", part).split()))
