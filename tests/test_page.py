"""The patient's page: short, with every caution and number, everything escaped, nothing loaded, readable."""

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import page_length
import pytest
from forms import SHAPE, blocks_of, handout_html, patients_page, words_of
from test_report import QUIET, SMALL
from test_report import result as small_result

from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.cases import Case
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.paper import Clinic, Paper
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.shipped import data_file
from spasm_cli.report import blocks
from spasm_cli.report.blocks import Document
from spasm_cli.report.card_words import reasons_in_short, step_to_start_with
from spasm_cli.report.handout import LARGE_POINTS, POINTS, as_page
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.page import MOST_WORDS, page_document
from spasm_cli.report.page_words import first_sentence, words_in
from spasm_cli.text import clean

CASES = [
    *load_cases(str(data_file("demo.toml"))),
    *load_cases(str(Path(__file__).parent / "cases/development_a.toml")),
]
HTML = {"lang", "charset", "name", "content", "http-equiv", "class", "role", "aria-label"}
SVG = {"viewbox", "points", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"}
SVG |= {"cx", "cy", "r", "rx", "x", "y", "width", "height"}
MANY = [
    *CASES,
    *(
        case
        for name in ("development_2", "development_3a", "traps", "causes", "flags")
        for case in load_cases(str(Path(__file__).parent / f"cases/{name}.toml"))
    ),
]
VOID = {"meta", "br", "hr", "img", "input", "link"}
KNOWN: dict[tuple[str, str], Assessment] = {}
"""Results by case: several tests look at each."""
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

    @property
    def everything(self) -> str:
        """All words, and those that stand for a drawing."""
        return " ".join([self.text, *(value for name, value in self.attributes if name == "aria-label")])

    def tags(self, *wanted: str) -> list[str]:
        return [tag for tag, _ in self.elements if tag in wanted]


def result(knowledge: Knowledge, case: Case | dict[str, Any]) -> Assessment:
    """The assessment, without what would change it: no page says that."""
    if isinstance(case, dict):
        return assess(knowledge, parse_answers(knowledge, case, source="test"))
    key = (case.id, case.presentation)
    if key not in KNOWN:
        KNOWN[key] = result(knowledge, dict(case.answers))
    return KNOWN[key]


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
def test_a_page_says_all_of_its_document(case: Case, knowledge: Knowledge) -> None:
    assessment = result(knowledge, case)
    reader = Reader(handout_html(knowledge, assessment))
    said = words_of(patients_page(knowledge, assessment))
    urgency = assessment.urgency
    assert {urgency.title, urgency.act, assessment.purpose} <= {*said}
    assert [words for words in said if clean(words) not in reader.everything] == []
    assert reader.text.index(urgency.title) < reader.text.index(urgency.act)


@pytest.mark.parametrize("case", MANY, ids=lambda case: case.id)
def test_no_page_leaves_out_what_keeps_somebody_safe(case: Case, knowledge: Knowledge) -> None:
    assessment = result(knowledge, case)
    said = words_of(patients_page(knowledge, assessment))
    urgency, shown = assessment.urgency, [step for step in assessment.steps if step.shown]
    needed = [urgency.title, urgency.act, urgency.note, urgency.meanwhile, assessment.purpose]
    reasons = [reason.say for reason in urgency.reasons if reason.level is urgency.level]
    urgent, others = urgency.level.rank >= Level.SAME_DAY.rank, reasons[1:3]
    # Where others are not told whole, the ticks that they rest on are named beside the first.
    in_short = not urgent and any(words.startswith("You also said: ") for words in said)
    needed += reasons[: 2 if urgency.level is Level.EMERGENCY else 3] if not in_short else []
    assert all(reason in "\n".join(said) for reason in reasons[:1])
    assert not in_short or others
    needed += [out.title for out in assessment.left_out]
    needed += [urgency.elsewhere] if urgency.level.rank >= Level.SAME_DAY.rank else []
    if urgency.level is not Level.EMERGENCY and not assessment.stopped:
        lines = assessment.safety_net.splitlines()
        assert len(lines) == 3
        needed += lines if urgency.level is Level.SELF_CARE else lines[:2]
    for step in shown:
        if step.title in said:
            needed += step.cautions
    assert [words for words in needed if words and words not in said] == []
    first = step_to_start_with(assessment)
    assert first is None or first.brief in said or urgency.level is Level.SAME_DAY


@pytest.mark.parametrize("case", MANY, ids=lambda case: case.id)
def test_what_is_not_needed_is_said_only_where_the_page_stays_short(case: Case, knowledge: Knowledge) -> None:
    assessment = result(knowledge, case)
    document = patients_page(knowledge, assessment)
    least = page_document(knowledge, assessment, Paper(date="2026-11-29"), most=0)
    assert words_in(document) <= max(MOST_WORDS, words_in(least))
    said, titles = "\n".join(words_of(document)), {out.title for out in assessment.left_out}
    # What the shortest page says in fewer words the other may say in more.
    instead = {*titles, *reasons_in_short(knowledge, assessment)}
    instead |= {"; ".join(cause.name for cause in assessment.shown if cause.kind != "pattern")}
    instead |= {
        "; ".join(c.name for c in assessment.shown if c.kind != "pattern" and c != assessment.leading)
    }
    assert [words for words in words_of(least) if words not in said and words not in instead] == []


def test_every_page_of_the_demo_is_short_and_counted_so(knowledge: Knowledge) -> None:
    pages = [page_length.page(knowledge, case) for case in load_cases(str(data_file("demo.toml")))]
    assert [page.case for page in pages if page.words > MOST_WORDS] == []
    (night_cramp,) = (page for page in pages if page.case == "night_cramp")
    assert night_cramp.words == words_in(patients_page(knowledge, demo(knowledge, "night_cramp")))
    assert 0 < night_cramp.least <= night_cramp.words


def page_of(sheet: str | dict[str, Any], **clinic: str) -> str:
    paper = Paper(clinic=Clinic(**clinic) if clinic else None)
    return " ".join(as_lines(page_document(SMALL, small_result(sheet), paper)).split())


def test_what_was_said_on_a_page_is_what_makes_it_this_urgent() -> None:
    page = page_of({**QUIET, "danger": ["fumes"], "time": "night", "takes": ["coffee"]})
    assert "You said: The fumes answer, in words that are long" in page
    assert "coffee answer" not in page


def test_a_page_counts_what_somebody_was_not_sure_of_and_says_when_a_clinic_answers() -> None:
    assert "1 of your answers was “not sure”" in page_of("typical")
    assert "not sure" not in page_of({**QUIET, "time": "night"})
    assert "Harbour: 020, Monday" in page_of("typical", name="Harbour", phone="020", hours="Monday")
    assert "Harbour: 020 1 of" in page_of("typical", name="Harbour", phone="020")


def test_a_step_that_prevents_is_named_with_its_caution_where_there_is_no_room_for_how() -> None:
    mind = msgspec.structs.replace(SMALL.step["unsafe"].cautions[0], drop=False, say="Mind later.")
    later = msgspec.structs.replace(SMALL.step["later"], cautions=(mind,))
    steps = tuple(later if step.id == "later" else step for step in SMALL.steps)
    knowledge = msgspec.structs.replace(SMALL, steps=steps)
    found = small_result("typical", knowledge)
    least = words_in(page_document(knowledge, found, Paper(), most=0))
    seen = set()
    for most in range(least, least + 30):
        page = as_lines(page_document(knowledge, found, Paper(), most=most))
        seen.add(tuple(words in page for words in ("Title of later", "Mind later.", "How to do later.")))
    assert seen == {(False, False, False), (True, True, False), (True, True, True)}


def test_words_are_counted_as_they_stand_on_paper() -> None:
    section = blocks.Section(
        "Two words", (blocks.Say("It's 1,500 mg."), blocks.Drawing("0 0 9 9", "<path/>", "A man"))
    )
    assert words_in(blocks.Document((section,))) == 5


@pytest.mark.parametrize("case", MANY, ids=lambda case: case.id)
def test_an_emergency_leads_with_the_number_and_is_short(case: Case, knowledge: Knowledge) -> None:
    assessment = result(knowledge, case)
    if assessment.urgency.level is Level.EMERGENCY:
        reader = Reader(handout_html(knowledge, assessment))
        assert reader.tags("h1", "h2", "h3") == ["h1"]
        assert "999" in " ".join(reader.text.partition(assessment.urgency.title)[2].split()[:35])
        assert words_in(patients_page(knowledge, assessment)) <= MOST_WORDS
        assert reader.tags("svg") == []


def test_the_order_is_urgency_now_causes_prevention_help_and_who_says_so(knowledge: Knowledge) -> None:
    text = Reader(handout_html(knowledge, demo(knowledge, "walking_calf"))).text.partition(")")[2]
    parts = (
        "Name:",
        "Date: 2026-11-29",
        "Next visit:",
        "Book an appointment",
        "What to do now",
        "Left out",
        "What it looks like",
        "Narrowed leg arteries",
        "When to get help",
        "this page no longer counts",
        knowledge.meta.purpose,
        f"not reviewed by a clinician. File {knowledge.sha256[:8]}.",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_a_step_that_has_a_pose_is_drawn_for_the_place_and_told_in_words(knowledge: Knowledge) -> None:
    drawn = {
        case_id: [
            drawing.words
            for drawing in blocks_of(patients_page(knowledge, demo(knowledge, case_id)), blocks.Drawing)
        ]
        for case_id in ("night_cramp", "gardeners_back")
    }
    assert knowledge.pose["calf_towel"].say in drawn["night_cramp"]
    assert knowledge.pose["toes_up"].say not in drawn["night_cramp"]
    reader = Reader(handout_html(knowledge, demo(knowledge, "night_cramp")))
    labels = [value for name, value in reader.attributes if name == "aria-label"]
    assert labels == drawn["night_cramp"]
    assert len(reader.tags("svg")) == len(labels)
    assert [value for name, value in reader.attributes if name == "role"] == ["img"] * len(labels)


def test_a_clinic_stands_below_the_numbers_of_the_place_and_never_on_an_emergency(
    knowledge: Knowledge,
) -> None:
    paper = Paper(clinic=Clinic("Harbour Physio", "020 7946 0000", "Monday to Friday"))
    at_home = page_document(knowledge, demo(knowledge, "night_cramp"), paper)
    text = Reader(as_page(at_home, about="A", language="en")).text
    assert text.index(knowledge.meta.safety_net.splitlines()[0]) < text.index(
        "Harbour Physio: 020 7946 0000, Monday to Friday"
    )
    danger = page_document(knowledge, demo(knowledge, "numb_saddle"), paper)
    assert "020 7946" not in Reader(as_page(danger, about="A", language="en")).text


def test_the_letters_are_of_14_points_and_large_ones_of_18(knowledge: Knowledge) -> None:
    document = patients_page(knowledge, demo(knowledge, "night_cramp"))
    assert (POINTS, LARGE_POINTS) == (14, 18)
    for large, points in ((False, 14), (True, 18)):
        style = Reader(as_page(document, about="A", language="en", large=large)).style
        assert f"font-size: {points}pt" in style
        assert all(float(size) >= 1 for size in re.findall(r"font-size: ([\d.]+)em", style))


def test_a_first_sentence_ends_where_the_next_begins() -> None:
    assert first_sentence("It is 2.5 cm long, e.g. here. Then more.") == "It is 2.5 cm long, e.g. here."
    assert first_sentence("Only one.") == "Only one."
    assert first_sentence("Erst so. Über das andere.") == "Erst so."


def test_a_result_that_was_stopped_says_where_to_turn(knowledge: Knowledge) -> None:
    assessment = result(knowledge, {"age": "under_16"})
    reader = Reader(handout_html(knowledge, assessment))
    assert assessment.urgency.reasons[0].say in reader.text
    assert "What to do now" not in reader.text


@pytest.mark.parametrize("case_id", ["walking_calf", "new_medicine", "numb_saddle"])
def test_words_from_a_file_stay_words(case_id: str, knowledge: Knowledge) -> None:
    assessment = demo(knowledge, case_id)
    plain = Reader(handout_html(knowledge, assessment))
    document: Document = poisoned(patients_page(knowledge, assessment))
    html = as_page(document, about=HOSTILE, language=HOSTILE)
    reader = Reader(html)
    assert reader.elements == plain.elements
    assert reader.style == plain.style
    assert dict(reader.attributes)["lang"] == clean(HOSTILE)
    assert html.count("{{7*7}}") > 10
    assert all(clean(words) in reader.everything for words in words_of(document))
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", html)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_handout_loads_and_runs_nothing(case: Case, knowledge: Knowledge) -> None:
    html = handout_html(knowledge, result(knowledge, case))
    reader = Reader(html)
    assert (
        reader.tags(
            "script",
            "link",
            "iframe",
            "object",
            "embed",
            "img",
            "form",
            "a",
            "base",
            "use",
            "image",
            "foreignObject",
        )
        == []
    )
    names = {name for name, _ in reader.attributes}
    assert names <= HTML | SVG
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
    for name in ("ink", "line", "care"):
        assert _contrast(root[name], root["paper"]) >= 4.5
    for colours in by_tone.values():
        # Backgrounds are often not printed.
        assert _contrast(colours["level"], root["paper"]) >= 4.5
        for words in (colours["level"], root["ink"], root["care"]):
            assert _contrast(words, colours["tint"]) >= 4.5
    rules = re.sub(r"--\w+: #[0-9a-f]{6};", "", style)
    assert not re.search(r"#[0-9a-f]{3}|rgb|hsl|(?<!-)\b(white(?!-)|black|gr[ae]y|red|green|blue)\b", rules)
    assert not re.search(r"color: (?!var|light)", rules)


def test_no_level_is_told_by_colour_alone(knowledge: Knowledge) -> None:
    titles = {Reader(handout_html(knowledge, result(knowledge, case))).text.split(" (")[0] for case in CASES}
    assert {knowledge.levels[level].title for level in Level} <= titles
