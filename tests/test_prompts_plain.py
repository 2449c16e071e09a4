"""Plain numbered lines: what they accept, and that silence or noise is never an answer."""

import io
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spasm_cli.interview import Interview
from spasm_cli.loading import knowledge_path, load_knowledge
from spasm_cli.prompts.conversation import converse
from spasm_cli.prompts.plain import PlainFront
from spasm_cli.prompts.screens import Choice, Move, Screen, tick

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


def run_with(lines: list[str]) -> str:
    """Put the whole interview to typed lines; return how it ended."""
    interview = Interview(knowledge=load_knowledge(knowledge_path(None)))
    front = PlainFront(io.StringIO("".join(f"{line}\n" for line in lines)), io.StringIO(), 80)
    try:
        return str(converse(front, interview, emergency=lambda _: "Now.").end)
    except EOFError:
        return "input ended"


def test_the_end_of_the_input_at_any_question_assesses_nothing() -> None:
    lines = ["1", "4"]
    while run_with([*lines, "1"]) == "input ended":
        # None of these where it is offered, else the first line: whatever a screen takes.
        lines.append(next(line for line in ("9", "1") if accepted(lines, line)))
        assert len(lines) < 60
    assert len(lines) > 8
    for cut in range(len(lines) + 1):
        assert run_with(lines[:cut]) == "input ended"
    assert run_with([*lines, "1"]) == "complete"


def accepted(lines: list[str], line: str) -> bool:
    """Whether a screen takes a line, so that the next one is put."""
    target = io.StringIO()
    front = PlainFront(io.StringIO("".join(f"{one}\n" for one in [*lines, line])), target, 80)
    with pytest.raises(EOFError):
        converse(front, Interview(knowledge=load_knowledge(knowledge_path(None))), emergency=lambda _: "Now.")
    return "Error" not in target.getvalue()


def test_a_same_day_sign_stops_once_and_a_wrong_tick_leads_back_to_its_own_question() -> None:
    """From the review, too: not to the question that happened to be asked last."""
    interview = Interview(knowledge=load_knowledge(knowledge_path(None)))
    boxes = [option.id for option in interview.knowledge.question["safety_leg"].options]
    swollen = str(boxes.index("swollen") + 1)
    lines = ["1", "4"]
    while run_with([*lines, "1"]) == "input ended":
        lines.append(next(line for line in ("9", "1") if accepted(lines, line)))
    # In the review the fourth answer, the leg screen: tick a swollen leg, take it back, and go on.
    target = io.StringIO()
    typed = [*lines, "5", swollen, "2", "9", "1"]
    front = PlainFront(io.StringIO("".join(f"{line}\n" for line in typed)), target, 80)
    found = converse(front, interview, emergency=lambda _: "Now.")
    said = target.getvalue()
    assert said.count("Was that last answer right?") == 1
    stop, after = said.split("Was that last answer right?")
    assert "Get medical advice today" in stop
    assert "Look at both legs" in after
    assert found.end == "complete"
    assert found.answers["safety_leg"].ticked == ()
