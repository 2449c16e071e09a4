"""Plain numbered lines: what they accept, and that silence or noise is never an answer."""

import io
import os
import subprocess
import sys
from contextlib import nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.interview import Interview
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file
from spasm_cli.prompts.conversation import converse
from spasm_cli.prompts.plain import PlainFront
from spasm_cli.prompts.screens import Choice, Move, Screen, tick

STOP = "Did you tick the right line?"
KNOWLEDGE = load_knowledge(str(data_file("causes.toml"))).at("gb")
CHOICES = (
    Choice(id="a", label="First"),
    Choice(id="b", label="Second"),
    Choice(id="none", label="None of these"),
)
MANY = Screen(heading="Safety · 3 of about 9", ask="Which?", choices=CHOICES, many=True, help="Because.")
ONE = Screen(heading="Where · 1 of about 9", ask="Where?", choices=CHOICES, can_go_back=False)


def put(screen: Screen, typed: str, width: int = 60) -> tuple[set[str] | Move, str]:
    target = io.StringIO()
    front = PlainFront(io.StringIO(typed), target, width)
    return front.ask(screen), target.getvalue()


def test_numbers_choose_lines_and_commas_or_spaces_part_them() -> None:
    assert put(MANY, "1,2\n")[0] == {"a", "b"}
    assert put(MANY, " 2  1 \n")[0] == {"a", "b"}
    assert put(ONE, "2\n")[0] == {"b"}


@pytest.mark.parametrize(
    ("screen", "typed", "error"),
    [
        (MANY, "9\n1\n", "'9' is not a number from 1 to 3."),
        (MANY, "x\n1\n", "'x' is not a number from 1 to 3."),
        (MANY, "\n1\n", "Tick at least one line"),
        (MANY, "1 3\n1\n", "cannot stand beside"),
        (ONE, "1,2\n1\n", "Choose one line only."),
        (ONE, "\n1\n", "Choose one line."),
        (ONE, "²\n1\n", "is not a number from 1 to 3."),
        (ONE, "0\n1\n", "'0' is not a number"),
        (ONE, "99999999999999999999999\n1\n", "is not a number"),
        (ONE, "b\n1\n", "'b' is not a number"),
    ],
)
def test_anything_else_is_explained_and_asked_again(screen: Screen, typed: str, error: str) -> None:
    chosen, shown = put(screen, typed)
    assert chosen == {"a"}
    assert error in shown.replace("\n", " ")


def test_back_why_and_quit() -> None:
    assert put(MANY, "b\n")[0] is Move.BACK
    assert "Because." in put(MANY, "?\n1\n")[1]
    with pytest.raises(KeyboardInterrupt):
        put(MANY, "q\n")


def test_the_end_of_the_input_is_not_an_answer() -> None:
    with pytest.raises(EOFError):
        put(MANY, "")
    with pytest.raises(EOFError):
        put(MANY, "x\n")


def test_lines_wrap_with_a_hanging_indent_and_hold_no_escape() -> None:
    long = Screen(heading="H", ask="Q", choices=(Choice(id="a", label="word " * 30),))
    shown = put(long, "1\n", width=40)[1]
    assert all(len(line) <= 40 for line in shown.splitlines()[:-1])
    assert "\n    word" in shown
    assert "\x1b" not in shown


def test_none_stands_alone_and_gives_way() -> None:
    assert tick({"a", "b"}, "none") == {"none"}
    assert tick({"none"}, "a") == {"a"}
    assert tick({"a", "not_sure"}, "b") == {"a", "b", "not_sure"}
    assert tick({"none"}, "not_sure") == {"not_sure"}
    assert tick({"a"}, "a") == set()


@given(st.binary(max_size=200))
@settings(max_examples=15, deadline=None)
def test_no_stream_of_bytes_makes_an_assessment_unless_it_answers_everything(noise: bytes) -> None:
    """Without --plain nothing is read at all; with it, noise ends in exit 2 or 130."""
    run = subprocess.run(
        [sys.executable, "-m", "spasm_cli", "check"], input=noise, capture_output=True, check=False
    )
    assert (run.returncode, run.stdout) == (2, b"")
    run = subprocess.run(
        [sys.executable, "-m", "spasm_cli", "check", "--plain"], input=noise, capture_output=True, check=False
    )
    assert run.returncode in (2, 130)
    assert run.stdout == b""


class Typed(PlainFront):
    """Types lines, and remembers every screen."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(io.StringIO("".join(f"{line}\n" for line in lines)), io.StringIO(), 80)
        self.screens: list[Screen] = []

    def ask(self, screen: Screen) -> set[str] | Move:
        self.screens.append(screen)
        return super().ask(screen)


def run_with(lines: list[str], page: str | None = None) -> tuple[list[Screen], Interview | None, bool]:
    """Put the whole interview to typed lines; return its screens, the interview if it ended, and whether to save."""
    front = Typed(lines)
    try:
        found, save = converse(
            front, Interview(knowledge=KNOWLEDGE), guard=lambda _: nullcontext(), page=page
        )
    except EOFError:
        return front.screens, None, False
    return front.screens, found, save


def all_quiet(*first: str) -> list[str]:
    """Answer up to the review: after the first lines, none of these where that is offered, else the first line."""
    lines = [*first]
    while (screen := run_with(lines)[0][-1]).heading != "Review":
        ids = [choice.id for choice in screen.choices]
        lines.append(str(ids.index("none") + 1 if "none" in ids else 1))
        assert len(lines) < 60
    return lines


def test_the_end_of_the_input_at_any_question_assesses_nothing() -> None:
    lines = all_quiet("1", "4")
    assert len(lines) > 8
    for cut in range(len(lines) + 1):
        assert run_with(lines[:cut])[1] is None
    _, found, save = run_with([*lines, "1"])
    assert found
    assert (found.end, save) == ("complete", False)


def test_the_result_can_be_had_as_a_page_on_the_review() -> None:
    lines = all_quiet("1", "4")
    review = run_with(lines, "result.html")[0][-1]
    assert review.choices[-1].label == "Yes, and save it as a page to print: result.html"
    _, found, save = run_with([*lines, str(len(review.choices))], "result.html")
    assert found
    assert save
    assert "save" not in [choice.id for choice in run_with(lines)[0][-1].choices]


def number_of(question: str, option: str) -> str:
    return str([each.id for each in KNOWLEDGE.question[question].options].index(option) + 1)


def test_a_same_day_sign_stops_once_and_a_wrong_tick_leads_back_to_its_own_question() -> None:
    """From the review, too: not to the question that happened to be asked last."""
    lines = all_quiet("1", "4")
    swollen = number_of("safety_leg", "swollen")
    # In the review the fourth answer, the leg screen: tick a swollen leg, take it back, and go on.
    screens, found, _ = run_with([*lines, "5", swollen, "2", "9", "1"])
    stops = [place for place, screen in enumerate(screens) if STOP in screen.detail]
    assert len(stops) == 1
    assert screens[stops[0]].ask == "Get medical advice today"
    assert screens[stops[0] + 1].ask == KNOWLEDGE.question["safety_leg"].ask
    assert found
    assert found.end == "complete"
    assert found.answers["safety_leg"].ticked == ()
    # Ticked again after all, it stops again.
    screens, _, _ = run_with([*lines, "5", swollen, "2", "9", "5", swollen])
    assert sum(STOP in screen.detail for screen in screens) == 2


def test_a_danger_sign_that_one_more_question_decides_stops_only_then() -> None:
    """Nobody is sent to the surgery first and to hospital a question later."""
    lines = [number_of("region", "back"), "4", "9", number_of("safety_back", "bladder")]
    last = run_with(lines)[0][-1]
    assert last.ask == KNOWLEDGE.question["began"].ask
    assert last.detail == f"You said: {KNOWLEDGE.label('safety_back.bladder')}"
    assert run_with([*lines, number_of("began", "recent")])[0][-1].ask == "GET EMERGENCY HELP NOW"
    assert run_with([*lines, number_of("began", "longer")])[0][-1].ask == "Get medical advice today"
    # A wrong tick is taken back where it was made, not at what was asked about it.
    lines += [number_of("began", "longer"), "2"]
    assert run_with(lines)[0][-1].ask == KNOWLEDGE.question["safety_back"].ask
    # Going back from it is no answer to it.
    lines = lines[:4]
    assert run_with([*lines, "b"])[0][-1].ask == KNOWLEDGE.question["safety_back"].ask


def test_back_from_an_answer_chosen_on_the_review_leads_to_the_review_unchanged() -> None:
    lines = all_quiet("1", "4")
    assert run_with([*lines, "3", "b"])[0][-1] == run_with(lines)[0][-1]


def after(*lines: str) -> tuple[str, str]:
    """Type lines to the real command and stop; return what it says last, and what the last screen asked."""
    run = subprocess.run(
        [sys.executable, "-m", "spasm_cli", "check", "--plain"],
        input="".join(f"{line}\n" for line in (*lines, "q")),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "200"},
    )
    assert (run.returncode, run.stdout) == (130, "")
    return run.stderr.rpartition("quit: ")[2] or run.stderr.splitlines()[-1], run.stderr


CHEST, NOT_SURE_LINE = number_of("safety_now", "chest"), "10"
FEVER = number_of("safety_now", "fever")


def test_a_ticked_emergency_needs_no_more_questions_whatever_else_is_unsure() -> None:
    """And stopping there says what to do."""
    told, said = after("1", "2", f"{CHEST},{NOT_SURE_LINE}")
    assert "Which one are you not sure about?" not in said
    assert "Call 999 now" in told
    told, said = after("1", "2", NOT_SURE_LINE, f"{CHEST},2", "1")
    assert said.count("How to check") == 1
    assert "Call 999 now" in told


def test_a_sign_that_was_ticked_is_told_when_somebody_stops_among_their_doubts() -> None:
    swollen = number_of("safety_leg", "swollen")
    told, _ = after("1", "4", "9", f"{swollen},10")
    assert "Get medical advice today" in told
    assert told.count("Get medical advice today") == 1
    told, _ = after("1", "4", "9", "10", f"{swollen},1", "2", "1")
    assert told.count("Get medical advice today") == 1


def test_nobody_is_asked_about_a_last_answer_that_they_did_not_give() -> None:
    given_answers = Answers({"safety_now": Answer(("chest",))})
    front = Typed(["1"])
    converse(
        front, Interview(knowledge=KNOWLEDGE, given=given_answers), guard=lambda _: nullcontext(), page=None
    )
    assert "last answer" not in front.screens[0].detail


def test_a_sign_said_before_is_told_though_a_half_finished_change_takes_it_back() -> None:
    """Going back to the leg screen and leaving it among doubts has not unticked anything yet."""
    swollen = number_of("safety_leg", "swollen")
    told, _ = after("1", "4", "9", swollen, "1", "b", "10")
    assert told.count("Get medical advice today") == 1
