"""The card: what may never fall out of it, on every case that there is, and what it takes to read."""

import io
import re
from collections.abc import Iterator

import pytest
from kept import same_as_kept
from msgspec.structs import replace
from rich.console import Console
from test_golden import DEMO, assessed
from test_report import QUIET, SHEETS, SMALL, result

from spasm_cli.core.answers import Answers
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.cases import Case
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level, alternatives
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.report import blocks
from spasm_cli.report.card import MOST_WORDS, card_document, words_in
from spasm_cli.report.card_words import MOST_TO_MIND, reasons_in_short, step_to_start_with
from spasm_cli.report.drawn.document import draw
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.result import result_document
from spasm_cli.report.wording import fit_words

CASES = (
    "causes",
    "flags",
    "generous",
    "traps",
    "pictures",
    "development_a",
    "development_2",
    "development_3a",
)
ORDINARY = {"night_cramp": 171, "gardeners_back": 178, "desk_neck": 190}
"""The words of ordinary cards; they only go down. With the line of keys below it a card is to have 190."""
MENU = 1
"""Lines of keys below a card."""
DESK_NECK = {
    "region": "neck_shoulder", "age": "16_to_39", "also": [], "now": [], "feeling": [], "past": [], "history": [],
    "present": [], "neck": [], "onset": "slow", "change": ["yes"], "course": "weeks", "timing": "most_of_day",
    "feel": "tight_ache", "duration": "constant", "side": "both", "relief": "move", "activity": "sitting",
    "medicines": [], "conditions": [], "slow_signs": [], "sensation": "no_tingle", "stress": "some", "fluids": [],
}  # fmt: skip


def drawn(knowledge: Knowledge, found: Assessment, width: int) -> str:
    stream = io.StringIO()
    draw(Console(file=stream, width=width, color_system=None), card_document(knowledge, found))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def flat(text: str) -> str:
    """Words alone, whatever stands at the left of their lines."""
    return " ".join(re.sub(r"[▌─]", " ", text).split())


def calm(knowledge: Knowledge) -> Iterator[tuple[str, Answers, Assessment]]:
    """Yield every case that has a card, with its result."""
    for name in CASES:
        for case in load_cases(f"tests/cases/{name}.toml"):
            answers = parse_answers(knowledge, case.answers, source=case.id)
            found = assess(knowledge, answers)
            if found.urgency.level is not Level.EMERGENCY and not found.stopped:
                yield f"{name} {case.id}", answers, found


@pytest.fixture(scope="module")
def cards(knowledge: Knowledge) -> list[tuple[str, Answers, Assessment, str]]:
    found = [
        (name, answers, result, flat(as_lines(card_document(knowledge, result))))
        for name, answers, result in calm(knowledge)
    ]
    assert len(found) > 300
    return found


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("case", DEMO, ids=lambda case: case.id)
def test_a_card_looks_as_it_was_kept(case: Case, width: int, knowledge: Knowledge) -> None:
    same_as_kept(f"{case.id}/card_{width}.txt", drawn(knowledge, assessed(knowledge, case.id), width))


@pytest.mark.parametrize("case", DEMO, ids=lambda case: case.id)
def test_a_card_in_lines_reads_as_it_was_kept(case: Case, knowledge: Knowledge) -> None:
    card = card_document(knowledge, assessed(knowledge, case.id))
    same_as_kept(f"{case.id}/card_plain.txt", as_lines(card))


def test_level_what_to_do_and_when_to_get_help_never_fall_out(
    cards: list[tuple[str, Answers, Assessment, str]],
) -> None:
    for name, _, found, card in cards:
        for words in (found.urgency.title, found.urgency.act, found.urgency.note, found.purpose):
            assert flat(words) in card, name
        # Who is to be seen in any case need not read when to book a visit.
        needed = found.safety_net.splitlines()[: None if found.urgency.level is Level.SELF_CARE else -1]
        assert flat("\n".join(needed)) in card, name
        assert "Call 999 now" in card, name
        assert "or 111" in card, name
        assert "Not reviewed by a clinician." in card, name
        if found.urgency.level is Level.SELF_CARE:
            assert "not an all-clear" in card or not found.urgency.complete, name
        if found.urgency.level is Level.SAME_DAY:
            assert flat(found.urgency.meanwhile) in card, name


def test_what_raised_the_level_is_named_with_the_person_s_own_tick(
    cards: list[tuple[str, Answers, Assessment, str]], knowledge: Knowledge
) -> None:
    boxes = 0
    for name, answers, found, card in cards:
        top = [reason for reason in found.urgency.reasons if reason.level is found.urgency.level]
        if not top:
            continue
        assert flat(top[0].say) in card, name
        flag = next((flag for flag in knowledge.flags if flag.id == top[0].id), None)
        if flag:
            said = [
                name for case in alternatives(flag.when) for name in case.references if name in answers.said
            ]
            assert any(flat(knowledge.label(one)) in card for one in said), name
            boxes += 1
    assert boxes > 100


def test_the_first_step_comes_with_how_and_every_caution_and_what_is_left_out_is_named(
    cards: list[tuple[str, Answers, Assessment, str]],
) -> None:
    with_cautions = left_out = 0
    for name, _, found, card in cards:
        step = step_to_start_with(found)
        if step:
            for words in (step.title, step.brief, *step.cautions):
                assert flat(words) in card, name
            with_cautions += bool(step.cautions)
        for out in found.left_out:
            assert flat(out.title) in card, name
            left_out += 1
        for other in found.steps:
            if other is not step and other.cautions:
                assert f"; {other.title}" not in card, f"{name}: no title without its caution"
    assert with_cautions > 50
    assert left_out > 50


def test_what_the_person_was_not_sure_of_is_named(
    cards: list[tuple[str, Answers, Assessment, str]], knowledge: Knowledge
) -> None:
    doubts = 0
    for name, answers, _, card in cards:
        for question_id, answer in answers.items():
            for option in answer.unsure:
                assert flat(knowledge.label(f"{question_id}.{option}")) in card, name
                doubts += 1
            if answer.not_sure:
                assert knowledge.question[question_id].short in card, name
                doubts += 1
    assert doubts > 50


def test_all_that_is_shown_of_the_causes_is_there(
    cards: list[tuple[str, Answers, Assessment, str]], knowledge: Knowledge
) -> None:
    for name, _, found, card in cards:
        for cause in found.shown:
            assert flat(cause.name) in card, name
            if cause.kind == "pattern":
                assert f"{flat(cause.name)}: {fit_words(knowledge.words, cause)}" in card, name


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_card_takes_a_screen_and_a_minute(name: str, knowledge: Knowledge) -> None:
    answers = parse_answers(knowledge, DESK_NECK, source=name) if name == "desk_neck" else None
    found = assess(knowledge, answers) if answers else assessed(knowledge, name)
    card, lines = card_document(knowledge, found), drawn(knowledge, found, 80).splitlines()
    assert len(lines) + MENU <= 20
    assert len(as_lines(card, width=78).splitlines()) + MENU <= 21, "names are said where no mark stands"
    assert words_in(card) <= ORDINARY[name]


def test_the_first_step_and_a_number_are_on_the_last_screen_of_most_cards(
    cards: list[tuple[str, Answers, Assessment, str]], knowledge: Knowledge
) -> None:
    too_long = []
    for name, _, found, _ in cards:
        last = flat("\n".join(drawn(knowledge, found, 80).splitlines()[-24 + MENU :]))
        assert "Call 999 now" in last, name
        step = step_to_start_with(found)
        if step and flat(step.brief) not in last:
            too_long.append(name)
    assert len(too_long) <= STILL_TOO_LONG, too_long


STILL_TOO_LONG = 2
"""Nobody in a terminal: sheets with hardly any answer, so that every caution is open."""


def test_what_falls_out_first_is_there_where_there_is_room(knowledge: Knowledge) -> None:
    """The words of the demo's cards leave no room; fewer words do."""
    found = assessed(knowledge, "fits_nothing")
    whole = words_in(card_document(knowledge, found))
    assert "Then" not in as_lines(card_document(knowledge, found))
    assert whole > MOST_WORDS, "a card is as long as what may not fall out"


def test_an_emergency_and_a_stop_keep_their_whole_page(knowledge: Knowledge) -> None:
    child = assess(knowledge, parse_answers(knowledge, {"age": "under_16", "region": "calf"}, source="x"))
    for found in (assessed(knowledge, "numb_saddle"), child):
        assert found.stopped or found.urgency.level is Level.EMERGENCY
        assert card_document(knowledge, found) == result_document(knowledge, found)


def test_why_names_the_level_alone_and_each_tick_once() -> None:
    """What raises a lower level is no reason for this one."""
    ticks = {**QUIET, "time": "night", "takes": ["coffee", "salt"]}
    fumes, coffee, salt = (
        f"The {name} answer, in words that are long" for name in ("fumes", "coffee", "salt")
    )
    assert reasons_in_short(SMALL, result({**ticks, "danger": ["fumes"]})) == (
        f"You said: {fumes}. Reason of fumes_flag.",
        "",
    )
    assert reasons_in_short(SMALL, result(ticks)) == (
        f"You said: {coffee}. Reason of coffee_flag.",
        f"You also said: {salt}.",
    )


def test_a_card_says_that_one_is_ahead_only_where_a_page_would() -> None:
    ahead = [name for name in SHEETS if "ahead" in as_lines(card_document(SMALL, result(name)))]
    assert ahead == ["typical"]


def test_a_card_says_that_none_comes_first_because_an_answer_is_missing() -> None:
    found = result("typical")
    waiting = replace(
        found,
        verdict="none",
        causes=tuple(replace(cause, unchecked=("time",)) for cause in found.causes),
    )
    card = flat(as_lines(card_document(SMALL, waiting)))
    assert SMALL.words("result.none_first") in card
    assert SMALL.words("card.no_pattern") not in card


def test_the_step_to_start_with_can_be_read_at_once() -> None:
    found = result("typical")
    one, two, *_ = found.steps

    def start(*minding: int) -> str:
        steps = (
            replace(step, shown=True, cautions=("word " * count,))
            for step, count in zip((one, two), minding, strict=True)
        )
        chosen = step_to_start_with(replace(found, steps=tuple(steps)))
        assert chosen
        return chosen.id

    assert start(MOST_TO_MIND, 0) == one.id
    assert start(MOST_TO_MIND + 1, MOST_TO_MIND) == two.id
    assert start(MOST_TO_MIND + 2, MOST_TO_MIND + 1) == two.id, "the least to mind, where all have much"


def test_words_are_counted_as_they_are_drawn() -> None:
    banner = blocks.Banner(
        tone="red",
        loud=True,
        title=blocks.Labelled("Urgency", "Go now", quiet=True),
        act=blocks.Labelled("What to do", "Call 999.", quiet=False),
        blocks=(blocks.Say("It isn't far."),),
    )
    assert words_in(banner) == 2 + 3 + 2 + 4
    assert words_in(blocks.Entry(title="Night cramp", fit="fits well", cells=5, blocks=())) == 4
