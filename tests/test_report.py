"""The forms of a result, and the pages about entries, on a small knowledge file made here."""

import hashlib
import io
import re
import subprocess
import sys
from typing import Any

import msgspec
import pytest
from forms import bare, blocks_of, every_form, patients_page, plain_text, words_of
from rich.console import Console
from small import whole

from spasm_cli.core import vocabulary
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.entries import Cause
from spasm_cli.core.knowledge import Knowledge, Tables
from spasm_cli.core.paper import Paper
from spasm_cli.core.vocabulary import Condition, Level
from spasm_cli.errors import SpasmError
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.words_file import own_words
from spasm_cli.report import blocks
from spasm_cli.report.card import card_document
from spasm_cli.report.drawn.document import draw
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.lines.explain import explain, index
from spasm_cli.report.page import page_document
from spasm_cli.report.result import result_document
from spasm_cli.report.wording import BAR_CELLS, bar_cells, evidence_words, strength, tone
from spasm_cli.text import in_ascii
from spasm_cli.words import answer_words

HOSTILE = "[red]x[/red] :smile: [/path] [link=file:///etc/passwd]y[/link] a\x1b[31mb\u202ec"
HARMLESS = "[red]x[/red] :smile: [/path] [link=file:///etc/passwd]y[/link] a�[31mb�c"

QUIET = {"place": "knee", "danger": []}
TYPICAL = {**QUIET, "time": "night", "takes": ["tea"], "mood": "not_sure"}
SHEETS: dict[str, dict[str, Any]] = {
    "typical": TYPICAL,
    "close": {**QUIET, "time": "noon"},
    "nothing fits": {"place": "elbow", "danger": [], "time": "never", "takes": []},
    "same day": {**TYPICAL, "danger": ["fumes"], "takes": ["tea", "coffee"]},
    "unchecked": {"place": "knee", "time": "night"},
    "emergency": {**TYPICAL, "danger": ["smoke", "fumes"]},
    "stopped": {**QUIET, "place": "wing"},
}


def _levels() -> dict[str, Any]:
    words = {"emergency": "Run now", "same_day": "Ask today", "routine": "Ask soon", "self_care": "Stay home"}
    return {
        level: {
            "title": title,
            "act": f"{title}: this is what to do.",
            "elsewhere": f"Abroad, {title.lower()}.",
            "meanwhile": f"Meanwhile of {level}.",
            "unsure": "You were not sure.",
        }
        for level, title in words.items()
    }


def _questions() -> list[dict[str, Any]]:
    def options(**shares: float | None) -> list[dict[str, Any]]:
        return [
            {"id": name, "label": f"The {name} answer, in words that are long"}
            | ({"baseline": share} if share else {})
            for name, share in shares.items()
        ]

    return [
        _question("place", "where", "one", options(knee=0.5, elbow=0.4, wing=0.1)),
        _question("danger", "safety", "many", options(smoke=None, fumes=None)) | {"if_unsure": "same_day"},
        _question("time", "about_spasm", "one", options(night=0.3, noon=0.3, never=0.4)),
        _question("takes", "about_you", "many", options(tea=0.2, coffee=0.2, salt=0.1)),
        _question(
            "mood",
            "about_you",
            "one",
            [
                {"id": "low", "label": "Low", "baseline": 0.5},
                {"id": "high", "label": "High", "baseline": 0.5},
            ],
        ),
    ]


def _question(name: str, section: str, kind: str, options: list[dict[str, Any]]) -> dict[str, Any]:
    ask, why = f"What about {name}?", f"Why {name} is asked."
    return {"id": name, "ask": ask, "help": why, "kind": kind, "section": section, "options": options}


def _flag(name: str, reference: str, urgency: str, **more: object) -> dict[str, Any]:
    words = {"say": f"Reason of {name}.", "may_be": f"Clinical {name}", "sources": ["BOOK"]}
    return {"id": name, "when": {"any": [reference]}, "urgency": urgency, **words, **more}


def _cause(
    name: str, kind: str, prior: float, steps: list[str], **findings: dict[str, float]
) -> dict[str, Any]:
    words = {key: f"The {key} of {name}." for key in ("summary", "claim", "see_someone")}
    return {
        "id": name,
        "name": f"Name of {name}",
        "clinical_name": f"Clinical name of {name}",
        "kind": kind,
        **words,
        "prior": prior,
        "steps": steps,
        "sources": ["BOOK"],
        "findings": {
            question: {option: {"p": p, "from": "PAPER"} for option, p in listed.items()}
            for question, listed in findings.items()
        },
    }


def _step(name: str, phase: str, **more: object) -> dict[str, Any]:
    words = {"title": f"Title of {name}", "how": f"How to do {name}.", "figure": f"Figure of {name}."}
    return {"id": name, "phase": phase, **words, "grade": "limited", "sources": ["PAPER"], **more}


def _steps() -> list[dict[str, Any]]:
    careful = {"when": {"any": ["takes.coffee"]}, "who": "you drink coffee", "say": "Say of careful."}
    unsafe = {"when": {"any": ["takes.tea"]}, "who": "you drink tea", "say": "Say of unsafe.", "drop": True}
    return [
        _step("careful", "now", cautions=[careful], up_to="same_day", when={"any": ["place.knee"]}),
        _step("unsafe", "now", cautions=[unsafe]),
        _step("second", "now"),
        _step("third", "now"),
        _step("later", "prevent", grade="against", if_no_pattern=True),
    ]


def build() -> Knowledge:
    """Build a knowledge file that has one of everything and means nothing."""
    meta: dict[str, Any] = {
        name: f"Meta {name}." for name in ("title", "purpose", "safety_net", "no_pattern", "unchecked")
    }
    meta |= {"schema": 2, "version": "7.1", "updated": "2026-01-02", "language": "en"}
    meta |= {"unchecked_title": "Not checked"}
    scoring = {
        "shrink": 1,
        "cap": 10,
        "fits_well": 4,
        "fits_partly": -5,
        "min_bits": 0,
        "steps_per_phase": 2,
    }
    alpha = _cause(
        "alpha",
        "pattern",
        0.3,
        ["careful", "unsafe", "second", "third", "later"],
        time={"night": 0.9},
        place={"knee": 0.9},
    )
    beta = _cause("beta", "pattern", 0.4, ["second"], time={"night": 0.05, "noon": 0.7}, takes={"salt": 0.5})
    gamma = _cause("gamma", "contributor", 0.2, ["later"], takes={"tea": 0.8}) | {
        "shown_when": {"any": ["takes.tea"]}
    }
    flags = [
        _flag("smoke_flag", "danger.smoke", "emergency"),
        _flag("fumes_flag", "danger.fumes", "same_day"),
        _flag("coffee_flag", "takes.coffee", "routine"),
        _flag("wing_flag", "place.wing", "routine", stops=True),
        _flag("alpha", "takes.salt", "routine"),
    ]
    sources = [
        {"id": name, "title": f"Title of {name}", "publisher": "Press", "url": f"https://x.org/{name}"}
        for name in ("BOOK", "PAPER")
    ]
    raw = {"meta": meta, "scoring": scoring, "levels": _levels(), "questions": _questions(), "flags": flags}
    raw |= {"causes": [alpha, beta, gamma], "steps": _steps(), "sources": sources}
    tables = msgspec.convert(whole(raw), Tables)
    return Knowledge(
        **msgspec.structs.asdict(tables), words=own_words(), sha256=hashlib.sha256(b"small").hexdigest()
    )


SMALL = build()


def result(sheet: str | dict[str, Any], knowledge: Knowledge = SMALL) -> Assessment:
    raw = SHEETS[sheet] if isinstance(sheet, str) else sheet
    return assess(knowledge, parse_answers(knowledge, raw, source="test"), explore=True)


def drawn(
    assessment: Assessment,
    width: int = 80,
    *,
    why: bool = False,
    encoding: str = "utf-8",
    knowledge: Knowledge = SMALL,
) -> str:
    """Draw on a stream that takes nothing but its encoding."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict", newline="\n")
    document = result_document(knowledge, assessment, why=why)
    draw(Console(file=stream, width=width, color_system=None), document)
    stream.flush()
    raw = stream.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode(encoding)


def forms(assessment: Assessment, *, why: bool = False, knowledge: Knowledge = SMALL) -> dict[str, str]:
    """Every form of the result as one line of words each, without borders and line breaks; the patient's page says less."""
    texts = every_form(knowledge, assessment, why=why)
    return {name: bare(text) for name, text in texts.items() if name != "html"}


def assert_in_order(text: str, *parts: str) -> None:
    place = 0
    for part in parts:
        place = text.lower().find(part.lower(), place)
        assert place >= 0, part


@pytest.mark.parametrize("sheet", [name for name in SHEETS if name != "emergency"])
def test_urgency_comes_first_then_causes_then_steps(sheet: str) -> None:
    assessment = result(sheet)
    for text in forms(assessment).values():
        parts = [assessment.urgency.title, assessment.urgency.act]
        parts += [reason.say for reason in assessment.urgency.reasons]
        parts += [cause.name for cause in assessment.shown if cause.kind == "pattern"]
        parts += [cause.name for cause in assessment.shown if cause.kind == "contributor"]
        parts += [step.title for step in assessment.steps if step.shown]
        parts += [step.title for step in assessment.left_out]
        help_words = () if sheet == "stopped" else ("When to get help", "Meta safety_net.")
        assert_in_order(text, *parts, *help_words, "Meta purpose.", "81db8ebb")


def test_the_typical_result_has_all_its_sections() -> None:
    """The order of the handout is a test of its own (test_page.py)."""
    texts = forms(result("typical"))
    for text in (texts["drawn"], texts["narrow"], texts["plain"]):
        assert_in_order(
            text,
            "Stay home",
            "What it looks like",
            "What may be feeding it",
            "What to do: Now",
            "What to do: To stop it coming back",
            "Left out",
            "Would change this",
            "When to get help",
            "1 of your answers was “not sure”",
            "In short: Stay home. Start with: Title of careful.",
            "Meta title. 7.1, updated 2026-01-02, not reviewed by a clinician",
        )


@pytest.mark.parametrize(
    ("signature", "words"),
    [
        ("signed", "updated 2026-01-02, reviewed 2026-03-04 by Dr A. File 81db8ebb."),
        ("changed", "updated 2026-01-02, changed since Dr A reviewed it on 2026-03-04. File 81db8ebb."),
    ],
)
def test_a_reviewer_is_named_and_what_changed_since(signature: Any, words: str) -> None:
    review = vocabulary.Review("Dr A", "2026-03-04", "0" * 64)
    knowledge = msgspec.structs.replace(SMALL, review=review, signature=signature)
    for text in forms(result("typical", knowledge), knowledge=knowledge).values():
        assert words in text
        assert "not reviewed" not in text


def test_an_emergency_too_says_that_the_file_changed_since_its_review() -> None:
    review = vocabulary.Review("Dr A", "2026-03-04", "0" * 64)
    knowledge = msgspec.structs.replace(SMALL, review=review, signature="changed")
    for text in forms(result("emergency", knowledge), knowledge=knowledge).values():
        assert "changed since Dr A reviewed it on 2026-03-04" in text


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_form_says_everything(sheet: str) -> None:
    assessment = result(sheet)
    said = words_of(result_document(SMALL, assessment))
    for name, drawn_or_written in every_form(SMALL, assessment).items():
        text = bare(drawn_or_written)
        wanted = said if name != "html" else words_of(patients_page(SMALL, assessment))
        missing = [words for words in wanted if bare(words).lower() not in text.lower()]
        assert missing == [], name


def test_causes_and_steps_stand_beside_each_other_where_there_is_room() -> None:
    both = ("What it looks like", "What to do")
    for width, beside in ((120, True), (100, True), (99, False), (80, False), (40, False)):
        lines = drawn(result("typical"), width).splitlines()
        assert any(all(words in line for words in both) for line in lines) is beside


@pytest.mark.parametrize("sheet", ["typical", "same day", "unchecked", "nothing fits"])
def test_urgency_and_the_first_thing_to_do_are_on_the_first_and_on_the_last_screen(sheet: str) -> None:
    assessment = result(sheet)
    alone = assessment.urgency.level is Level.SELF_CARE and assessment.urgency.complete
    first = assessment.steps[0].title if alone else assessment.urgency.act
    lines = drawn(assessment, 80).splitlines()
    for screen in (lines[:24], lines[-24:]):
        assert assessment.urgency.title in "\n".join(screen)
        assert first in "\n".join(screen)


def test_steps_that_are_left_out_are_never_among_the_steps() -> None:
    assessment = result("typical")
    assert [step.id for step in assessment.left_out] == ["unsafe"]
    for why in (False, True):
        for text in forms(assessment, why=why).values():
            before, after = re.split("left out", text, maxsplit=1, flags=re.IGNORECASE)
            assert "Title of unsafe" not in before
            assert "Left out because you drink tea. Say of unsafe." in after


def test_steps_beyond_the_first_few_are_behind_why() -> None:
    assessment = result({**QUIET, "time": "night", "takes": []})
    assert [step.id for step in assessment.steps if not step.shown] == ["second", "third"]
    for text in forms(assessment).values():
        assert "Title of second" not in text
    for text in forms(assessment, why=True).values():
        assert "Title of second" in text
        assert "Title of third" in text


def test_a_lower_reason_names_its_own_level() -> None:
    for text in forms(result("same day")).values():
        assert_in_order(text, "Ask today", "Reason of fumes_flag.", "Also (Ask soon): Reason of coffee_flag.")


def test_a_result_without_the_safety_questions_never_says_that_nothing_is_urgent() -> None:
    for text in forms(result("unchecked")).values():
        assert text.startswith(("Not checked", "Urgency: Not checked"))
        assert "Stay home" not in text
        assert "Start with" not in text


def with_words_to_wait(knowledge: Knowledge) -> Knowledge:
    """Have every cause say how long it lasts and when to see somebody."""
    causes = tuple(
        msgspec.structs.replace(cause, expect="It lasts a month.", see_someone="Wait two weeks.")
        for cause in knowledge.causes
    )
    return msgspec.structs.replace(knowledge, causes=causes)


@pytest.mark.parametrize(("sheet", "calm"), [("typical", True), ("same day", False)])
def test_no_form_says_to_wait_longer_where_somebody_is_to_be_seen_today(sheet: str, calm: bool) -> None:
    knowledge = with_words_to_wait(SMALL)
    found = result(sheet, knowledge)
    assert found.shown, "there are causes that would say so"
    page = page_document(knowledge, found, Paper(), most=1000)
    for document in (result_document(knowledge, found), result_document(knowledge, found, why=True), page):
        text = as_lines(document)
        assert ("It lasts a month." in text) is calm
        assert ("Wait two weeks." in text) is calm
    # A card says it only where there is room; this one has.
    card = as_lines(card_document(knowledge, found))
    assert ("It lasts a month." in card) is calm
    assert "Wait two weeks." not in card


def test_close_and_unclear_results_say_so() -> None:
    """How firm it is, is said at home and for a good fit alone: nothing may soothe beside a danger sign, or one not asked for."""
    assert result("typical").verdict_note == "“Name of alpha” is well ahead."
    assert all("is well ahead." in text for text in forms(result("typical")).values())
    assert all("Meta no_pattern." in text for text in forms(result("nothing fits")).values())
    for sheet in ("close", "nothing fits", "same day", "unchecked", "emergency", "stopped"):
        assert not any("well ahead" in text for text in forms(result(sheet)).values())


@pytest.mark.parametrize("why", [False, True])
def test_an_emergency_shows_no_cause_and_no_step(why: bool) -> None:
    assessment = result("emergency")
    for text in forms(assessment, why=why).values():
        assert_in_order(text, "Run now", "Reason of smoke_flag.", "Meta purpose.")
        for words in (
            "Name of",
            "Title of careful",
            "fits",
            "What it looks like",
            "What to do: Now",
            "In short",
            "Meta safety_net",
            "Reason of fumes_flag.",
        ):
            assert words not in text
    assert drawn(assessment).splitlines()[-1] == "Meta purpose."


def test_a_stopped_result_has_no_cause_and_no_step_but_says_where_to_turn() -> None:
    for text in forms(result("stopped")).values():
        assert_in_order(text, "Ask soon", "Reason of wing_flag.", "Meta purpose.")
        for words in ("Name of", "What it looks like", "In short", "When to get help", "Meta safety_net."):
            assert words not in text


def hostile() -> Knowledge:
    """Put hostile words where a file has words."""
    knowledge = build()
    change = msgspec.structs.replace
    causes = tuple(
        change(cause, name=HOSTILE, summary=HOSTILE, see_someone=HOSTILE) for cause in knowledge.causes
    )
    steps = tuple(change(step, title=HOSTILE, how=HOSTILE, figure=HOSTILE) for step in knowledge.steps)
    levels = {level: change(text, title=HOSTILE, act=HOSTILE) for level, text in knowledge.levels.items()}
    questions = tuple(
        change(
            question, ask=HOSTILE, options=tuple(change(option, label=HOSTILE) for option in question.options)
        )
        for question in knowledge.questions
    )
    return msgspec.structs.replace(knowledge, causes=causes, steps=steps, levels=levels, questions=questions)


@pytest.mark.parametrize("sheet", ["typical", "same day", "emergency"])
def test_words_from_a_file_are_never_read_as_markup_or_control(sheet: str) -> None:
    knowledge = hostile()
    assessment = result(sheet, knowledge)
    for text in forms(assessment, why=True, knowledge=knowledge).values():
        assert HARMLESS in text
        assert "\x1b" not in text
        assert "\u202e" not in text
    page = explain(knowledge, "causes.alpha")
    assert "\x1b" not in page
    assert "[red]x[/red] :smile:" in page


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("width", [20, 29, 30, 36, 40, 80, 100, 120, 200])
def test_no_line_is_longer_than_the_terminal_and_no_word_is_cut(sheet: str, width: int) -> None:
    for why in (False, True):
        text = drawn(result(sheet), width, why=why)
        assert max(map(len, text.splitlines())) <= width
        assert "…" not in text
        plain = plain_text(SMALL, result(sheet), why=why, width=width)
        assert max(len(line) for line in plain.splitlines() if "https://" not in line) <= width


def test_very_narrow_terminals_get_no_borders() -> None:
    for sheet in ("typical", "emergency"):
        assert not re.search("[│┃╭━─]", drawn(result(sheet), 29, why=True))


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("width", [28, 40, 120])
def test_a_terminal_without_unicode_gets_ascii(sheet: str, width: int) -> None:
    assert drawn(result(sheet), width, why=True, encoding="ascii").isascii()


def test_typographic_signs_have_an_ascii_form() -> None:
    assert (
        in_ascii("\N{LEFT DOUBLE QUOTATION MARK}a\N{RIGHT DOUBLE QUOTATION MARK} b\N{EN DASH}c…")
        == '"a" b-c...'
    )


def test_colour_adds_nothing_but_colour() -> None:
    stream = io.StringIO()
    console = Console(file=stream, width=80, force_terminal=True, color_system="truecolor")
    draw(console, result_document(SMALL, result("same day"), why=True))
    assert "\x1b[" in stream.getvalue()
    assert re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()) == drawn(result("same day"), 80, why=True)


def test_what_was_not_checked_has_not_the_colour_of_an_all_clear() -> None:
    assert tone(result("typical").urgency) == "self_care"
    assert tone(result("unchecked").urgency) == "unchecked"
    same_day = msgspec.structs.replace(result("same day").urgency, complete=False)
    assert tone(same_day) == "same_day", "what is urgent is not played down by what was not asked"
    stream = io.StringIO()
    console = Console(file=stream, width=80, force_terminal=True, color_system="standard")
    draw(console, result_document(SMALL, result("unchecked")))
    assert "Not checked" in stream.getvalue()
    assert "\x1b[32m" not in stream.getvalue()
    assert "\x1b[1;32m" not in stream.getvalue()


@pytest.mark.parametrize("sheet", [name for name in SHEETS if name not in {"emergency", "stopped"}])
def test_the_ledger_adds_up_as_it_is_printed(sheet: str) -> None:
    assessment = result(sheet)
    for text in (drawn(assessment, 80, why=True), plain_text(SMALL, assessment, why=True)):
        for cause in assessment.causes:
            # Above all ledgers, the table names the first ones, too.
            block = text.rsplit(f"{cause.name}: {cause.score:+d} points, fits", maxsplit=1)[1]
            points = [int(number) for number in re.findall(r"^ *([+-]\d+)\b", block, re.MULTILINE)]
            rows = points[: 1 + len(cause.evidence)]
            assert rows == [cause.prior, *(row.weight for row in cause.evidence)]
            assert sum(rows) == points[len(rows)] == cause.score


def test_the_picture_of_the_ledger_shows_the_same_numbers() -> None:
    text = drawn(result("typical"), 80, why=True)
    rows = re.findall(r"^ *([+-]\d+) ( *)(█*)│(█*)", text, re.MULTILINE)
    most = max(abs(int(points)) for points, *_ in rows)
    assert len(rows) > 5
    for points, _, left, right in rows:
        cells = len(right) - len(left)
        assert not (left and right)
        assert abs(cells - 10 * int(points) / most) < 1


def test_why_names_every_source_answer_and_rule() -> None:
    for text in forms(result("same day"), why=True).values():
        assert_in_order(
            text,
            "Your answers",
            "What about danger? The fumes answer",
            "Why this urgency",
            "fumes_flag: Clinical fumes_flag",
        )
        assert "where it starts: how common it is (judgement)" in text
        assert "3 points speak about twice as strongly for a cause, 10 points ten times" in text
        assert "How good the claim is: The claim of alpha." in text
        assert "BOOK: Title of BOOK. Press" in text
        assert "https://x.org/PAPER" in text


def test_for_and_against_are_the_heaviest_answers() -> None:
    document = result_document(SMALL, result({**QUIET, "time": "night", "takes": []}))
    alpha = next(each for each in blocks_of(document, blocks.Entry) if each.title == "Name of alpha")
    assert {each.side: each.answers for each in alpha.blocks if isinstance(each, blocks.Sayings)}["For"] == (
        "The night answer, in words that are long",
        "The knee answer, in words that are long",
    )
    beta = result({**QUIET, "time": "night", "takes": []}).causes[1]
    row = next(row for row in beta.evidence if row.question == "takes")
    assert evidence_words(SMALL, "beta", row) == "What about takes? None of these"


def test_an_answer_that_was_not_ticked_is_named() -> None:
    beta = next(cause for cause in result("typical").causes if cause.id == "beta")
    row = next(row for row in beta.evidence if row.question == "takes")
    assert row.weight < 0
    assert (
        evidence_words(SMALL, "beta", row) == "What about takes? Not: The salt answer, in words that are long"
    )


@pytest.mark.parametrize(
    ("takes", "words"),
    [
        (["tea"], "Ticked: The tea answer, in words that are long. Not ticked: The salt answer, in words that are long"),
        (["salt", "coffee"], "Ticked: The salt answer, in words that are long. Not ticked: The tea answer, in words that are long"),
        (["coffee"], "Not ticked: The salt answer, in words that are long; The tea answer, in words that are long"),
        (["salt", "tea?"], "Ticked: The salt answer, in words that are long"),
        (["salt", "not_sure"], "Ticked: The salt answer, in words that are long"),
        ([], "None of these"),
    ],
    ids=str,
)  # fmt: skip
def test_a_row_of_the_ledger_names_just_the_lines_that_its_points_come_from(
    takes: list[str], words: str
) -> None:
    delta = _cause("delta", "pattern", 0.3, ["second"], takes={"salt": 0.4, "tea": 0.6})
    (cause,) = msgspec.convert(whole({"causes": [delta]})["causes"], list[Cause])
    knowledge = msgspec.structs.replace(SMALL, causes=(cause,))
    answers = parse_answers(knowledge, {**QUIET, "takes": takes}, source="test")
    document = result_document(knowledge, assess(knowledge, answers), why=True)
    rows = [row.words for row in blocks_of(document, blocks.Ledger)[0].rows[1:]]
    assert [row.partition(": ")[2] for row in rows] == [f"What about takes? {words}"]


def test_what_was_ticked_and_weighs_the_other_way_is_told_from_what_was_not() -> None:
    # Of the whole row: salt +3, tea and coffee -9 each, as they were not ticked.
    many = SMALL.question["takes"]
    fourth = msgspec.structs.replace(many.options[0], id="beer")
    takes = msgspec.structs.replace(many, options=(*many.options, fourth))
    delta = _cause("delta", "pattern", 0.3, [], takes={"salt": 0.2, "tea": 0.9, "coffee": 0.9, "beer": 0.9})
    (cause,) = msgspec.convert(whole({"causes": [delta]})["causes"], list[Cause])
    found = cause.findings["takes"]
    without = {name: share for name, share in found.items() if name != "salt"}
    for listed, key in ((found, "others"), (without, "those")):
        knowledge = msgspec.structs.replace(
            SMALL,
            questions=(takes,),
            causes=(msgspec.structs.replace(cause, findings={"takes": listed}),),
        )
        (ranked,) = assess(knowledge, parse_answers(knowledge, {"takes": ["salt"]}, source="test")).causes
        assert ranked.evidence[0].weight < 0
        told = SMALL.words(f"why.none_of_{key}", question="What about takes?")
        assert evidence_words(knowledge, "delta", ranked.evidence[0]) == told


def test_answers_are_put_in_the_words_of_their_labels() -> None:
    assert answer_words(SMALL, "mood", "low") == "Low"
    assert answer_words(SMALL, "mood", "not_sure") == "Not sure"
    assert answer_words(SMALL, "danger", []) == "None of these"
    both = ["smoke", "fumes?"]
    expected = "The smoke answer, in words that are long; Not sure: The fumes answer, in words that are long"
    assert answer_words(SMALL, "danger", both) == expected
    answers = parse_answers(SMALL, {"danger": both}, source="test")
    assert answer_words(SMALL, "danger", answers["danger"]) == expected


def test_a_better_fit_never_has_a_shorter_bar_or_a_weaker_word() -> None:
    cells = [bar_cells(SMALL.scoring, score) for score in range(-40, 41)]
    assert cells == sorted(cells)
    assert (cells[0], cells[-1]) == (1, BAR_CELLS)
    words = [strength(SMALL.words, weight) for weight in (-9, -4, -1, 0, 1, 4, 9)]
    assert len(set(words)) == 7


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("alpha", ("Name of alpha", "Cause (pattern): alpha", "90 in 100 of those with it (judgement, PAPER)", "careful: Title of careful", "BOOK: Title of BOOK")),
        ("gamma", ("Shown when:", "What about takes?", "- The tea answer")),
        ("unsafe", ("Title of unsafe", "Step (Now): unsafe", "Left out if you drink tea. Say of unsafe.", "alpha: Name of alpha", "PAPER: Title of PAPER")),
        ("fumes_flag", ("Clinical fumes_flag", "Urgency: Ask today", "Raised when:", "- The fumes answer", "BOOK: Title of BOOK")),
        ("takes", ("What about takes?", "tea: The tea answer", "Flags that use it", "coffee_flag", "Causes that use it", "beta", "Steps that use it", "careful")),
        ("takes.tea", ("What about takes?",)),
        ("paper", ("Title of PAPER", "https://x.org/PAPER", "Causes that cite it", "alpha", "Steps that cite it", "careful")),
        ("flag.alpha", ("Clinical alpha", "Flag: alpha")),
    ],
)  # fmt: skip
def test_a_page_explains_an_entry_and_what_it_hangs_together_with(name: str, parts: tuple[str, ...]) -> None:
    assert_in_order(" ".join(explain(SMALL, name).split()), *parts)
    assert max(map(len, explain(SMALL, name, width=40).splitlines())) <= 40


def test_a_condition_reads_the_right_way_round() -> None:
    """Whoever reads "none of" as "all of", or "any of", has it the wrong way round, even with a single line."""
    first = Condition(all=("place.knee",), any=("takes.tea", "takes.salt"), none=("time.noon",))
    second = Condition(any=("takes.tea", "takes.coffee", "takes.salt"), at_least=2)
    step = msgspec.structs.replace(SMALL.step["second"], when=(first, second))
    page = " ".join(explain(msgspec.structs.replace(SMALL, steps=(step,)), "second").split())
    told = (
        page.partition("Only when")[2].partition(" CAUSES")[0].replace(" answer, in words that are long", "")
    )
    assert told == (
        ": What about place? - The knee"
        " and any of: What about takes? - The tea - The salt"
        " and none of: What about time? - The noon"
        " or at least 2 of: What about takes? - The tea - The coffee - The salt"
    )


def test_a_flag_names_its_own_route_and_a_step_says_what_an_unknown_answer_does() -> None:
    routes = msgspec.structs.replace(SMALL.levels[Level.SAME_DAY], routes={"eyes": "Go to the eye clinic."})
    flag = msgspec.structs.replace(
        next(flag for flag in SMALL.flags if flag.id == "fumes_flag"), route="eyes"
    )
    careful = msgspec.structs.replace(SMALL.step["unsafe"].cautions[0], unless_sure=True)
    step = msgspec.structs.replace(SMALL.step["unsafe"], cautions=(careful,))
    knowledge = msgspec.structs.replace(
        SMALL, levels={**SMALL.levels, Level.SAME_DAY: routes}, flags=(flag,), steps=(step,)
    )
    assert "What to do: Go to the eye clinic." in explain(knowledge, "fumes_flag")
    page = " ".join(explain(knowledge, "unsafe").split())
    assert "Left out if you drink tea, or if that is not known. Say of unsafe." in page


def test_an_id_in_two_tables_gives_both_pages_and_its_table_chooses_one() -> None:
    assert_in_order(explain(SMALL, "alpha"), "Cause (pattern): alpha", "Flag: alpha")
    assert "Flag: alpha" not in explain(SMALL, "causes.alpha")
    assert "Cause (" not in explain(SMALL, "flags.alpha")


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(SpasmError, match=r'"carefull" .did you mean "careful"'):
        explain(SMALL, "carefull")
    with pytest.raises(SpasmError, match="a�b"):
        explain(SMALL, "a\x1bb")


def test_the_index_lists_everything() -> None:
    text = index(SMALL)
    for name in (*SMALL.cause, *SMALL.step, *SMALL.question):
        assert re.search(rf"^{name}: ", text, re.MULTILINE)
    for name in (*(flag.id for flag in SMALL.flags), *(source.id for source in SMALL.sources)):
        assert re.search(rf"\b{name}\b", text)


def test_the_plain_forms_load_no_rich() -> None:
    probe = "import sys, spasm_cli.report.lines.document, spasm_cli.report.lines.explain; assert 'rich' not in sys.modules"
    subprocess.run([sys.executable, "-c", probe], check=True)
