"""Pages for a browser, for a phone or a sheet of paper: each one file that loads nothing and runs nothing."""

from functools import cache
from importlib import resources
from itertools import groupby

from jinja2 import Environment, StrictUndefined, Template

from spasm_cli.report import blocks
from spasm_cli.report.drawing import INK
from spasm_cli.text import clean

POINTS, LARGE_POINTS = 14, 18
"""How large the letters of a patient's page are on paper: as advised for readers over 60, and for those who see badly."""


def as_page(document: blocks.Document, *, about: str, language: str, large: bool = False) -> str:
    """Return the patient's page as HTML. Same document: the same page."""
    points = LARGE_POINTS if large else POINTS
    return _rendered("page", document, about=about, language=language, points=points, ink=INK)


def as_note(document: blocks.Document, *, about: str, language: str) -> str:
    """Return the clinician's page as HTML. Same document: the same page."""
    return _rendered("note", document, about=about, language=language)


def _rendered(name: str, document: blocks.Document, **words: object) -> str:
    banner = next(part for part in document.parts if isinstance(part, blocks.Banner))
    page = _template(name).render(document=document, banner=banner, **words)
    return "\n".join(line for line in page.splitlines() if line)


@cache
def _template(name: str) -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_clean, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"runs": _runs, "kind": lambda block: type(block).__name__, "unknown": _unknown}
    source = resources.files(__package__).joinpath(f"{name}.html.jinja").read_text(encoding="utf-8")
    return environment.from_string(source)


def _unknown(block: object) -> str:
    """Rather no page than one that lacks something."""
    raise TypeError(type(block).__name__)


def _runs(listed: tuple[blocks.Block, ...]) -> list[tuple[str, list[blocks.Block]]]:
    """Group blocks that stand in one list of the page."""
    return [(kind, list(run)) for kind, run in groupby(listed, _kind_of_run)]


def _kind_of_run(block: blocks.Block) -> str:
    match block:
        case blocks.Because() | blocks.Crossed() | blocks.Point() | blocks.Rule() | blocks.Cited():
            return "list"
        case blocks.Drawing():
            return "drawings"
        case _:
            return ""


def _clean(value: object) -> object:
    """Make text from a file safe to show; what the template has escaped already stays as it is."""
    return clean(value) if type(value) is str else value
