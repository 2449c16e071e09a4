"""Whole runs of `spasm check` in a real pseudo-terminal, and the screens of both fronts kept as text."""

import json
import os
import sys
from pathlib import Path

import pytest

from screens import CTRL_B, CTRL_C, DOWN, ENTER, ESCAPE, SPACE, Terminal

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).with_name("golden")
SIZES = [(120, 40), (80, 24), (40, 24)]
SPASM = [sys.executable, "-m", "spasm_cli"]


def same_as_golden(name: str, lines: list[str]) -> None:
    """Compare with the kept screen; UPDATE_GOLDEN=1 keeps a new one."""
    path = GOLDEN / f"{name}.txt"
    text = "\n".join(lines) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def choose(terminal: Terminal, downs: int = 0) -> None:
    """Move down and confirm a list with one answer."""
    terminal.send(DOWN * downs + ENTER)


def none_of_these(terminal: Terminal, boxes: int) -> None:
    """Tick the line after the boxes, and confirm."""
    terminal.send(DOWN * boxes + SPACE + ENTER)


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_the_terminal_front_from_the_first_question_to_the_result(columns: int, rows: int) -> None:
    size = f"terminal_{columns}x{rows}"
    with Terminal([*SPASM, "check"], columns=columns, rows=rows) as terminal:
        terminal.wait_for("Where is the worst of it?", "Ctrl-C: stop")
        same_as_golden(f"{size}_1_region", terminal.lines)
        choose(terminal)
        terminal.wait_for("How old is")
        choose(terminal, 3)
        terminal.wait_for("Is any of this true right now?", "Tightness")
        same_as_golden(f"{size}_2_safety", terminal.lines)
        terminal.send(ENTER)
        terminal.wait_for("Tick at least one line")
        same_as_golden(f"{size}_3_error", terminal.lines)
        none_of_these(terminal, 8)
        terminal.wait_for("Look at both legs")
        none_of_these(terminal, 8)
        terminal.wait_without("Look at both legs")
        for _ in range(40):
            terminal.wait_until(
                lambda: "of about" in terminal.text or "Review" in terminal.text, "a question"
            )
            if "Review" in terminal.text:
                break
            before = terminal.lines[0]
            many = "Space: tick" in terminal.text
            terminal.send(("\x1b[A" * 2 + SPACE if many else "\x1b[A") + ENTER)
            terminal.wait_until(lambda before=before: terminal.lines[0] != before, "the next question")
        terminal.wait_for("Here is what you said.")
        same_as_golden(f"{size}_4_review", terminal.lines)
        choose(terminal)
        assert terminal.wait_exit() == 0
    shown = terminal.raw.decode("utf-8", "replace")
    assert "Get medical advice today" in shown or "Look after it at home" in shown
    assert "does not diagnose" in " ".join(shown.split()).replace("does not\r\ndiagnose", "does not diagnose")


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_an_emergency_in_the_terminal_can_be_taken_back_once(columns: int, rows: int) -> None:
    with Terminal([*SPASM, "check"], columns=columns, rows=rows) as terminal:
        for _ in range(2):
            terminal.wait_for("of about")
            before = terminal.lines[0]
            choose(terminal, 1)
            terminal.wait_until(lambda before=before: terminal.lines[0] != before, "the next question")
        terminal.wait_for("Tightness")
        terminal.send(SPACE + ENTER)
        terminal.wait_for("GET EMERGENCY HELP NOW", "Call 999")
        same_as_golden(f"terminal_{columns}x{rows}_5_emergency", terminal.lines)
        terminal.send(DOWN + ENTER)
        terminal.wait_for("Tightness", "Is any of this true right now?")
        terminal.send(SPACE + DOWN + SPACE + ENTER)
        assert terminal.wait_exit() == 0
    assert terminal.raw.decode().count("was that last answer right") <= 1


def test_the_result_can_go_to_a_file_while_the_questions_stay_on_the_screen(tmp_path: Path) -> None:
    target = tmp_path / "result.json"
    command = f"{sys.executable} -m spasm_cli check --json --set age=40_to_59 --ask > {target}"
    with Terminal(["bash", "-c", command]) as terminal:
        terminal.wait_for("Where is the worst of it?")
        choose(terminal, 2)
        terminal.wait_for("Tightness")
        terminal.send(SPACE + ENTER)
        terminal.wait_for("GET EMERGENCY HELP NOW")
        choose(terminal)
        assert terminal.wait_exit() == 0
    found = json.loads(target.read_text())
    assert found["urgency"]["level"] == "emergency"
    assert found["answers"] == {"region": "thigh", "age": "40_to_59", "safety_now": ["chest"]}


def test_going_back_shows_the_answer_and_keeps_later_ones() -> None:
    with Terminal([*SPASM, "check"]) as terminal:
        terminal.wait_for("Where is the worst of it?")
        terminal.send(CTRL_B)
        choose(terminal, 4)
        terminal.wait_for("How old is")
        choose(terminal, 2)
        terminal.wait_for("Tightness")
        terminal.send(ESCAPE)
        terminal.wait_for("How old is", "» 40 to 59")
        terminal.send(ESCAPE)
        terminal.wait_for("Where is the worst of it?", "» Neck")
        choose(terminal)
        terminal.wait_for("Tightness")


def test_not_sure_of_a_danger_sign_asks_which_and_shows_how_to_check() -> None:
    with Terminal(
        [*SPASM, "check", "--json", "--set", "region=calf,", "--set", "age=40_to_59", "--ask"]
    ) as terminal:
        terminal.wait_for("Is any of this true right now?")
        none_of_these(terminal, 9)
        terminal.wait_for("Which one are you not sure about?")
        terminal.send(DOWN * 5 + SPACE + ENTER)
        terminal.wait_for("How to check: Weak, not just sore or stiff.")
        choose(terminal, 2)
        terminal.wait_for("Look at both legs")
        terminal.send(CTRL_C)
        assert terminal.wait_exit() == 130


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_the_plain_front_from_the_first_question_to_the_result(columns: int, rows: int) -> None:
    size = f"plain_{columns}x{rows}"
    with Terminal([*SPASM, "check", "--plain"], columns=columns, rows=rows) as terminal:
        terminal.wait_for("Where is the worst of it?", "q to quit:")
        same_as_golden(f"{size}_1_region", terminal.lines)
        terminal.send("1\r")
        terminal.wait_for("How old is", "q to quit:")
        terminal.send("b\r")
        terminal.wait_for("(chosen)")
        terminal.send("1\r4\r")
        terminal.wait_for("3 of about")
        terminal.send("\r")
        terminal.wait_for("Tick at least one line")
        same_as_golden(f"{size}_3_error", terminal.lines)
        terminal.send("1\r")
        terminal.wait_for("GET EMERGENCY HELP NOW")
        terminal.send("1\r")
        assert terminal.wait_exit() == 0
    assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize(
    "env",
    [
        {"TERM": "dumb"},
        {"SPASM_PLAIN": "1"},
        {"ACCESSIBLE": "1"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_plain_lines_take_over_where_lists_cannot_be_drawn(env: dict[str, str]) -> None:
    with Terminal([*SPASM, "check"], env=env) as terminal:
        terminal.wait_for("Where is the worst of it?", "q to quit:")
        terminal.send("q\r")
        assert terminal.wait_exit() == 130
    assert b"\x1b[" not in terminal.raw
