"""Colours in a terminal: on borders alone, and as clear on a white background as on a black one."""

import io

import pytest
from prompt_toolkit.styles import Attrs
from rich.color import Color, ColorSystem
from rich.console import Console
from rich.segment import Segment
from test_golden import DEMO, assessed
from test_page import _contrast

from spasm_cli.core.assessment import assess
from spasm_cli.core.cases import Case
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.prompts.terminal import STYLE
from spasm_cli.report.drawn.document import draw
from spasm_cli.report.drawn.pen import TONE_STYLE
from spasm_cli.report.views import View, view_of

WHITE, BLACK = "#ffffff", "#000000"


def hex_of(colour: Color) -> str:
    return colour.get_truecolor().hex


@pytest.mark.parametrize("tone", [*Level])
def test_a_border_is_seen_on_white_and_on_black(tone: Level) -> None:
    colour = Color.parse(TONE_STYLE[tone])
    for ground in (WHITE, BLACK):
        assert _contrast(hex_of(colour), ground) >= 4.5
        # Of 256 colours the nearest is taken; what is no word needs 3.
        nearest = colour.downgrade(ColorSystem.EIGHT_BIT)
        assert _contrast(nearest.get_truecolor().hex, ground) >= 3.8


@pytest.mark.parametrize("view", ["card", "page", "why"])
@pytest.mark.parametrize("case", DEMO, ids=lambda case: case.id)
def test_words_have_the_terminal_s_own_colour(case: Case, view: View, knowledge: Knowledge) -> None:
    coloured = [piece for piece in segments(knowledge, case, view) if piece.style and piece.style.color]
    assert coloured
    for piece in coloured:
        assert not any(letter.isalnum() for letter in piece.text), piece
        assert piece.style
        assert piece.style.color
        assert piece.style.color.name in TONE_STYLE.values()


@pytest.mark.parametrize("view", ["card", "page", "why"])
def test_there_is_no_background_and_no_reversed_word(view: View, knowledge: Knowledge) -> None:
    for case in DEMO:
        for piece in segments(knowledge, case, view):
            assert not (piece.style and (piece.style.bgcolor or piece.style.reverse or piece.style.conceal))


def test_a_question_has_no_colour() -> None:
    plain = STYLE.get_attrs_for_style_str("")
    for name in ("heading", "ask", "pointed", "problem"):
        found: Attrs = STYLE.get_attrs_for_style_str(f"class:{name}")
        assert found != plain, name
        assert not any((found.color, found.bgcolor, found.reverse, found.hidden)), name


def test_unchecked_danger_signs_have_a_border_in_the_terminal_s_own_colour(knowledge: Knowledge) -> None:
    found = assess(knowledge, parse_answers(knowledge, {"region": "calf"}, source="x"))
    assert not found.urgency.complete
    assert TONE_STYLE["unchecked"] == "default"


def segments(knowledge: Knowledge, case: Case, view: View) -> list[Segment]:
    """What is drawn, piece by piece, each with its style."""
    pieces: list[Segment] = []

    class Kept(Console):
        def print(self, *objects: object, **more: object) -> None:
            for each in objects:
                pieces.extend(self.render(each))  # type: ignore[arg-type]  # rich says no more of what it prints
            super().print(*objects, **more)  # type: ignore[arg-type]  # handed on as it came

    draw(
        Kept(file=io.StringIO(), width=80, color_system="truecolor", force_terminal=True),
        view_of(knowledge, assessed(knowledge, case.id), view),
    )
    return pieces
