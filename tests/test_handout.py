"""The handout: everything said, everything escaped, nothing loaded, readable."""

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest
from forms import SHAPE, handout_html, words_of

from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.cases import Case
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.shipped import data_file
from spasm_cli.report.blocks import Document
from spasm_cli.report.handout import ONE_SIDE, TWO_SIDES, as_page
from spasm_cli.report.result import handout_document
from spasm_cli.text import clean

CASES = [
    *load_cases(str(data_file("demo.toml"))),
    *load_cases(str(Path(__file__).parent / "cases/development_a.toml")),
]
VOID = {"meta", "br", "hr", "img", "input", "link"}
HOSTILE = "<script>alert(1)</script> \" onload='x' {{7*7}}{% raw %} </style> &lt;b&gt; --> javascript:x \x1b[31m\u202ea"


class Reader(HTMLParser):
    """Reads a page, and fails where its elements do not close in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.style = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All words, with single spaces."""
        return " ".join("".join(self.words).split())

    def tags(self, *wanted: str) -> list[str]:
        return [tag for tag, _ in self.elements if tag in wanted]


def result(knowledge: Knowledge, case: Case | dict[str, Any]) -> Assessment:
    raw = case if isinstance(case, dict) else case.answers
    return assess(knowledge, parse_answers(knowledge, raw, source="test"), explore=True)


def demo(knowledge: Knowledge, case_id: str) -> Assessment:
    return result(knowledge, next(case for case in CASES if case.id == case_id))


def poisoned(value: Any) -> Any:
    """The same page with hostile words behind every text in it."""
    if isinstance(value, Level):
        return value
    if isinstance(value, str):
        return f"{value} {HOSTILE}" if value else ""
    if isinstance(value, tuple):
        return tuple(poisoned(entry) for entry in value)
    if isinstance(value, msgspec.Struct):
        words = {
            name: poisoned(getattr(value, name)) for name in value.__struct_fields__ if name not in SHAPE
        }
        return msgspec.structs.replace(value, **words)
    return value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_handout_says_everything_that_a_page_says(case: Case, knowledge: Knowledge) -> None:
    assessment = result(knowledge, case)
    reader = Reader(handout_html(knowledge, assessment))
    said = words_of(handout_document(knowledge, assessment))
    urgency = assessment.urgency
    assert {urgency.title, urgency.act, assessment.purpose} <= {*said}
    assert [words for words in said if clean(words) not in reader.text] == []
    assert reader.text.index(urgency.title) < reader.text.index(urgency.act)


def test_the_order_is_urgency_causes_steps_left_out_change_and_help(knowledge: Knowledge) -> None:
    text = Reader(handout_html(knowledge, demo(knowledge, "walking_calf"))).text
    parts = (
        "Book an appointment",
        "What it looks like",
        "Narrowed leg arteries",
        "What to do",
        "To stop it coming back",
        "Left out",
        "Would change this",
        "When to get help",
        knowledge.meta.purpose,
        f"not reviewed by a clinician. File {knowledge.sha256[:8]}.",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_an_emergency_is_only_the_panel_and_the_answers_that_will_be_asked_for(knowledge: Knowledge) -> None:
    assessment = demo(knowledge, "numb_saddle")
    reader = Reader(handout_html(knowledge, assessment))
    assert reader.tags("h1", "h2", "h3", "h4", "ol", "dl") == ["h1", "h2", "dl"]
    assert assessment.urgency.act in reader.text
    assert knowledge.meta.safety_net not in reader.text


def test_every_answer_stands_at_the_end_and_every_safety_question_that_has_none(knowledge: Knowledge) -> None:
    assessment = result(knowledge, {"region": "calf", "look": ["swollen?"], "timing": "in_bed"})
    text = Reader(handout_html(knowledge, assessment)).text
    _, _, answers = text.rpartition(assessment.purpose)[2].partition("Your answers")
    assert knowledge.question["region"].ask in answers
    assert f"Not sure: {knowledge.label('look.swollen')}" in answers
    assert f"{knowledge.question['now'].ask} Safety question not answered" in answers


def test_a_result_that_was_stopped_says_where_to_turn(knowledge: Knowledge) -> None:
    assessment = result(knowledge, {"age": "under_16"})
    reader = Reader(handout_html(knowledge, assessment))
    assert assessment.urgency.reasons[0].say in reader.text
    assert "What to do" not in reader.text


@pytest.mark.parametrize("case_id", ["walking_calf", "new_medicine", "numb_saddle"])
def test_words_from_a_file_stay_words(case_id: str, knowledge: Knowledge) -> None:
    assessment = demo(knowledge, case_id)
    plain = Reader(handout_html(knowledge, assessment))
    document: Document = poisoned(handout_document(knowledge, assessment))
    html = as_page(document, about=HOSTILE, language=HOSTILE, date=HOSTILE)
    reader = Reader(html)
    assert reader.elements == plain.elements
    assert reader.style == plain.style
    assert dict(reader.attributes)["lang"] == clean(HOSTILE)
    assert html.count("{{7*7}}") > 10
    assert all(clean(words) in reader.text for words in words_of(document))
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", html)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_handout_loads_and_runs_nothing(case: Case, knowledge: Knowledge) -> None:
    html = handout_html(knowledge, result(knowledge, case))
    reader = Reader(html)
    assert reader.tags("script", "link", "iframe", "object", "embed", "img", "form", "a", "base", "svg") == []
    names = {name for name, _ in reader.attributes}
    assert names <= {
        "lang",
        "charset",
        "name",
        "content",
        "http-equiv",
        "class",
        "start",
        "style",
        "aria-hidden",
    }
    assert not re.search(r"url\(|@import|@font-face|expression\(", html)
    assert not any("//" in value for _, value in reader.attributes)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in reader.attributes


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_headings_are_in_order_and_the_page_names_its_language(case: Case, knowledge: Knowledge) -> None:
    reader = Reader(handout_html(knowledge, result(knowledge, case)))
    levels = [int(tag[1]) for tag in reader.tags("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert reader.elements[0] == ("html", ("lang",))
    assert dict(reader.attributes)["lang"] == knowledge.meta.language
    assert reader.tags("title", "main") == ["title", "main"]


def test_steps_are_numbered_through_all_phases(knowledge: Knowledge) -> None:
    assessment = demo(knowledge, "gardeners_back")
    starts = [
        value for name, value in Reader(handout_html(knowledge, assessment)).attributes if name == "start"
    ]
    shown = [step.phase for step in assessment.steps if step.shown]
    assert starts == [str(shown.index(phase) + 1) for phase in dict.fromkeys(shown)]


def test_the_same_result_gives_the_same_page(knowledge: Knowledge) -> None:
    assessment = demo(knowledge, "new_medicine")
    assert handout_html(knowledge, assessment) == handout_html(knowledge, assessment)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_can_be_told_apart_and_come_from_one_list(knowledge: Knowledge) -> None:
    style = Reader(handout_html(knowledge, demo(knowledge, "night_cramp"))).style
    root = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", style.split(".self_care")[0]))
    by_tone = {
        tone: dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", found))
        for tone, found in re.findall(r"^\.(\w+) \{ (--level.*) \}$", style, re.MULTILINE)
    }
    assert set(by_tone) == {*Level, "unchecked"}
    for name in ("ink", "soft", "care"):
        assert _contrast(root[name], root["paper"]) >= 4.5
    for colours in by_tone.values():
        # Backgrounds are often not printed.
        assert _contrast(colours["level"], root["paper"]) >= 4.5
        for words in (colours["level"], root["ink"], root["soft"]):
            assert _contrast(words, colours["tint"]) >= 4.5
    rules = re.sub(r"--\w+: #[0-9a-f]{6};", "", style)
    assert not re.search(r"#[0-9a-f]{3}|rgb|hsl|(?<!-)\b(white(?!-)|black|gr[ae]y|red|green|blue)\b", rules)
    assert not re.search(r"color: (?!var|light)", rules)


def test_no_level_is_told_by_colour_alone(knowledge: Knowledge) -> None:
    titles = {Reader(handout_html(knowledge, result(knowledge, case))).text.split(" (")[0] for case in CASES}
    assert {knowledge.levels[level].title for level in Level} <= titles


def test_letters_on_paper_grow_smaller_only_down_to_8_points() -> None:
    for sides in (ONE_SIDE, TWO_SIDES):
        assert list(sides) == sorted(sides, key=lambda room: room[0])
        points = [room[1] for room in sides]
        assert points == sorted(points, reverse=True)
        assert min(points) >= 8


def test_a_demo_case_prints_in_letters_of_at_least_8_points(knowledge: Knowledge) -> None:
    for case in load_cases(str(data_file("demo.toml"))):
        (style,) = (
            value
            for name, value in Reader(handout_html(knowledge, result(knowledge, case))).attributes
            if name == "style"
        )
        found = re.fullmatch(
            r"--points: ([\d.]+)pt; --in-a-step: (auto|avoid); --answers: (auto|page)", style
        )
        assert found
        assert float(found[1]) >= 8
