"""Whole runs of `spasm check` in a real pseudo-terminal, and the screens of both fronts kept as text."""

import functools
import json
import re
import sys
import time
from pathlib import Path

import pytest
from kept import same_as_kept
from screens import (
    CHEST,
    CTRL_B,
    CTRL_C,
    CTRL_D,
    DOWN,
    ENTER,
    ESCAPE,
    HOME,
    NOW,
    SPACE,
    TIGHT,
    UP,
    Terminal,
    tight_chest,
)

from spasm_cli.prompts.terminal_keys import SETTLE_SECONDS

pytestmark = pytest.mark.slow

SIZES = pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24), (40, 24)])
SPASM = [sys.executable, "-m", "spasm_cli"]
KEYS = "Ctrl-C: stop"
"""The end of every drawn question: once it is there, keys count."""


def same_as_golden(name: str, lines: list[str]) -> None:
    same_as_kept(f"{name}.txt", "\n".join(lines))


def choose(terminal: Terminal, downs: int = 0) -> None:
    """Move down and confirm a list with one answer."""
    terminal.send(HOME + DOWN * downs + ENTER)


def none_of_these(terminal: Terminal, boxes: int) -> None:
    """Tick the line after the boxes, and confirm."""
    terminal.send(HOME + DOWN * boxes + SPACE + ENTER)


@SIZES
def test_the_terminal_front_from_the_first_question_to_the_result(columns: int, rows: int) -> None:
    size = f"terminal_{columns}x{rows}"
    with Terminal([*SPASM, "check"], columns=columns, rows=rows) as terminal:
        terminal.wait_for("Where is the worst of it?", KEYS)
        same_as_golden(f"{size}_1_region", terminal.lines)
        choose(terminal)
        terminal.wait_for("How old is", KEYS)
        choose(terminal, 3)
        terminal.wait_for("Does it hurt anywhere else, too?", KEYS)
        none_of_these(terminal, 5)
        terminal.wait_for(NOW, CHEST, KEYS)
        same_as_golden(f"{size}_2_safety", terminal.lines)
        terminal.send(ENTER)
        terminal.wait_for("Tick at least one line", KEYS)
        same_as_golden(f"{size}_3_error", terminal.lines)
        none_of_these(terminal, 9)
        skip_to(terminal, 5, "Here is what you said.")
        same_as_golden(f"{size}_4_review", terminal.lines)
        choose(terminal)
        terminal.wait_for("Enter: finish")
        same_as_golden(f"{size}_6_card", terminal.lines)
        terminal.send(ENTER)
        assert terminal.wait_exit() == 0
    shown = " ".join(terminal.raw.decode("utf-8", "replace").split())
    assert "Look after it at home" in shown
    assert "It does not" in shown


def skip_to(terminal: Terminal, place: int, end: str) -> None:
    """Answer "not sure" or "none of these" to everything from a question on, up to a screen that says `end`."""
    while True:
        terminal.wait_until(functools.partial(at, terminal, place, end), f"question {place}")
        if end in terminal.text:
            return
        # A list that is cut does not go round its top; all of it has to be passed.
        cut = re.search(r"Line 1 of (\d+)", " ".join(terminal.text.split()))
        to_none = DOWN * (int(cut[1]) - 1) if cut else UP * 2
        terminal.send((to_none + SPACE if "Space: tick" in terminal.text else UP) + ENTER)
        place += 1


def at(terminal: Terminal, place: int, end: str) -> bool:
    """Whether a question, or the last screen, is wholly there."""
    here = f"· {place} " in terminal.text or end in terminal.text
    return here and KEYS in terminal.text


@SIZES
def test_an_emergency_in_the_terminal_can_be_taken_back_once(columns: int, rows: int) -> None:
    with Terminal([*SPASM, "check"], columns=columns, rows=rows) as terminal:
        for place in (1, 2):
            terminal.wait_for(f"· {place} ", KEYS)
            choose(terminal, 1)
        terminal.wait_for("· 3 ", KEYS)
        none_of_these(terminal, 5)
        tight_chest(terminal)
        terminal.wait_for("GET EMERGENCY HELP NOW", "Call 999", KEYS)
        same_as_golden(f"terminal_{columns}x{rows}_5_emergency", terminal.lines)
        terminal.send(DOWN + ENTER)
        terminal.wait_for(TIGHT, "In the chest: which of these?", KEYS)
        terminal.send("2" + ENTER)
        terminal.wait_for("GET EMERGENCY HELP NOW", KEYS)
        assert "take me back" not in terminal.text
        choose(terminal)
        assert terminal.wait_exit() == 0
    assert "Get emergency help now" in terminal.raw.decode(errors="replace")


def test_the_result_can_go_to_a_file_while_the_questions_stay_on_the_screen(tmp_path: Path) -> None:
    target = tmp_path / "result.json"
    command = (
        f"{sys.executable} -m spasm_cli check --json --set age=40_to_59 --set also=none --ask > {target}"
    )
    with Terminal(["bash", "-c", command]) as terminal:
        terminal.wait_for("Where is the worst of it?", KEYS)
        choose(terminal, 2)
        tight_chest(terminal)
        terminal.wait_for("GET EMERGENCY HELP NOW", KEYS)
        choose(terminal)
        terminal.wait_for("Get emergency help now. Call 999")
        assert terminal.wait_exit() == 0
    found = json.loads(target.read_text())
    assert found["urgency"]["level"] == "emergency"
    assert found["answers"] == {
        "region": "thigh", "age": "40_to_59", "also": [], "now": ["chest"], "chest_which": ["tight"],
    }  # fmt: skip


def test_going_back_shows_the_answer_and_keeps_later_ones() -> None:
    with Terminal([*SPASM, "check"]) as terminal:
        terminal.wait_for("Where is the worst of it?", KEYS)
        terminal.send(CTRL_B)
        choose(terminal, 4)
        terminal.wait_for("How old is", KEYS)
        choose(terminal, 2)
        terminal.wait_for("anywhere else, too?", KEYS)
        terminal.send(ESCAPE)
        terminal.wait_for("How old is", "» 3 40 to 59", KEYS)
        terminal.send(ESCAPE)
        terminal.wait_for("Where is the worst of it?", "» 5 Neck", KEYS)
        choose(terminal)
        terminal.wait_for("anywhere else, too?", KEYS)


def test_not_sure_of_a_danger_sign_asks_which_and_shows_how_to_check() -> None:
    given = ["--set", "region=calf", "--set", "age=40_to_59", "--set", "also=none", "--ask"]
    with Terminal([*SPASM, "check", "--json", *given]) as terminal:
        terminal.wait_for(NOW, KEYS)
        none_of_these(terminal, 10)
        terminal.wait_for("Which one are you not sure about?", KEYS)
        terminal.send("5" + ENTER)
        terminal.wait_for("Fever or shivering", "How to check: ", KEYS)
        choose(terminal, 2)
        # It opens its own screen, and is told once the last screen of danger signs is answered, and above what comes then.
        terminal.wait_for("Not sure: Fever or shivering", "With the fever or illness", KEYS)
        assert "Get medical advice today" not in terminal.text
        skip_to(terminal, 2, "Get medical advice today")
        terminal.wait_for("How to get help today", "I ticked the wrong line", KEYS)
        choose(terminal, 1)
        terminal.wait_for("When does it mostly come on?", "Get medical advice today", KEYS)
        terminal.send(CTRL_C)
        terminal.wait_for("Get medical advice today. Call")
        terminal.wait_for("Stopped. There is no result, and nothing was saved.")
        assert terminal.wait_exit() == 130


def prompts(terminal: Terminal, count: int) -> None:
    """Wait until plain lines have asked so many times, and wait for a reply."""
    terminal.wait_until(lambda: terminal.raw.count(b"quit: ") >= count, f"prompt {count}")


@SIZES
def test_the_plain_front_from_the_first_question_to_the_result(columns: int, rows: int) -> None:
    size = f"plain_{columns}x{rows}"
    with Terminal([*SPASM, "check", "--plain"], columns=columns, rows=rows) as terminal:
        prompts(terminal, 1)
        same_as_golden(f"{size}_1_region", terminal.lines)
        for count, typed in enumerate(("1", "b", "1", "4", "6", ""), 2):
            terminal.send(f"{typed}\r")
            prompts(terminal, count)
        assert b"(chosen)" in terminal.raw
        same_as_golden(f"{size}_3_error", terminal.lines)
        for count in (8, 9):
            terminal.send("1\r")
            prompts(terminal, count)
        same_as_golden(f"{size}_5_emergency", terminal.lines)
        terminal.send("1\r")
        assert terminal.wait_exit() == 0
    assert b"\x1b" not in terminal.raw


POOR = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"SPASM_PLAIN": "1"}, {"ACCESSIBLE": "1"}, POOR])
def test_plain_lines_take_over_where_lists_cannot_be_drawn(env: dict[str, str]) -> None:
    with Terminal([*SPASM, "check"], env=env) as terminal:
        prompts(terminal, 1)
        terminal.send("q\r")
        assert terminal.wait_exit() == 130
    assert b"\x1b[" not in terminal.raw


def test_no_message_breaks_a_word_at_the_edge_of_a_narrow_terminal(tmp_path: Path) -> None:
    (tmp_path / "taken.html").touch()
    sheet = ["--set", "region=calf", "--save", str(tmp_path / "taken.html")]
    with Terminal([*SPASM, "check", *sheet], columns=40, rows=24) as terminal:
        assert terminal.wait_exit() == 2
        assert "already; --force" in terminal.text
        assert all(len(line) < 40 for line in terminal.lines)


ASK = f"{sys.executable} -m spasm_cli check --set region=calf --set also=none --ask"


@pytest.mark.parametrize("command", [ASK, f"{ASK} --plain", f"TERM=unknown {ASK}"])
@pytest.mark.parametrize("elsewhere", ["2>/dev/null", "2>&-", "2>err.txt >out.txt", "2>&1 | cat"])
def test_what_is_asked_is_put_on_the_terminal_wherever_the_streams_go(
    command: str, elsewhere: str, tmp_path: Path
) -> None:
    end = KEYS if command == ASK else "quit:"
    with Terminal(["bash", "-o", "pipefail", "-c", f"{command} {elsewhere}"], cwd=tmp_path) as terminal:
        terminal.wait_for("Nothing is kept", "How old is", end)
        assert ("Plain questions, because" in terminal.text) == ("unknown" in command)
        terminal.send("3\r" if end == "quit:" else "2" + ENTER)
        for label in (CHEST, TIGHT):
            terminal.wait_for(label, end)
            terminal.send("1\r" if end == "quit:" else "1" + ENTER)
        terminal.wait_for("GET EMERGENCY HELP NOW", end)
        terminal.send(CTRL_C)
        terminal.wait_for("Get emergency help now. Call 999", "Stopped.")
        assert terminal.wait_exit() == 130


@pytest.mark.parametrize("words", ["", "--plain", "--consult"])
def test_a_consult_and_its_result_are_on_the_terminal_wherever_the_streams_go(
    words: str, tmp_path: Path
) -> None:
    command = f"{sys.executable} -m spasm_cli check --set region=calf --consult {words} 2>err.txt >out.txt"
    with Terminal(["bash", "-c", command], cwd=tmp_path, rows=60) as terminal:
        terminal.wait_for("Pick any answer to change", "quit:" if words == "--plain" else KEYS)
        terminal.send("1\r" if words == "--plain" else ENTER)
        assert terminal.wait_exit() == 0
    assert (tmp_path / "out.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", ["--ask", "--ask --plain", "--consult", "--consult --plain"])
def test_what_could_be_seen_nowhere_is_not_asked(words: str, tmp_path: Path) -> None:
    command = f"{sys.executable} -m spasm_cli check --set region=calf {words} >out.txt 2>err.txt"
    # A new session has no terminal of its own.
    with Terminal(["setsid", "--wait", "sh", "-c", command], cwd=tmp_path) as terminal:
        assert terminal.wait_exit() == 2
    assert (tmp_path / "out.txt").read_text() == ""
    assert (tmp_path / "err.txt").read_text().startswith("Nobody could see the questions: ")


@pytest.mark.parametrize("elsewhere", ["", "> out.txt", "2>/dev/null", "> out.txt 2>err.txt"])
def test_words_stay_whole_in_a_window_that_becomes_narrow(elsewhere: str, tmp_path: Path) -> None:
    with Terminal(
        ["bash", "-c", f"{ASK} --plain {elsewhere}"], columns=40, rows=60, cwd=tmp_path
    ) as terminal:
        prompts(terminal, 1)
        assert "Nothing is kept unless you ask" in terminal.text
        terminal.resize(30, 60)
        terminal.send("x\r")
        prompts(terminal, 2)
        terminal.send("3\r")
        prompts(terminal, 3)
        said = terminal.raw.decode(errors="replace").partition("'x' is not")[2]
        assert max(map(len, said.splitlines())) < 30
        assert NOW in " ".join(said.split())


def test_what_goes_through_a_pager_is_as_narrow_as_the_window() -> None:
    command = f"{sys.executable} -m spasm_cli explain look | cat"
    with Terminal(["bash", "-c", command], columns=40, rows=60) as terminal:
        assert terminal.wait_exit() == 0
    assert max(map(len, terminal.raw.decode(errors="replace").splitlines())) < 40


@pytest.mark.parametrize("columns", [70, 40, 120])
def test_another_width_leaves_the_introduction_where_it_was(columns: int) -> None:
    with Terminal(["bash", "-c", f"echo mine; exec {ASK}"], rows=40) as terminal:
        terminal.wait_for("here and get medical help now", "How old is", KEYS)
        terminal.raw = b""
        terminal.resize(columns, 40)
        terminal.wait_until(lambda: KEYS in terminal.raw.decode(errors="replace"), "another drawing")
        terminal.send("2")
        terminal.wait_for("» 2 16 to 39", KEYS)
        assert b"\x1b[2J" not in terminal.raw
        assert terminal.text.count("How old is") == 1
        assert terminal.lines[0] == "mine"
        assert any(line.startswith("Calf or foot cramp now?") for line in terminal.lines)


@pytest.mark.parametrize("form", ["", "--plain", "--ask"])
def test_a_width_that_a_shell_exported_before_does_not_break_what_is_drawn(form: str) -> None:
    command = [sys.executable, "-m", "spasm_cli", "check", "--set", "region=calf", *form.split()]
    with Terminal(command, columns=60, rows=200, env={"COLUMNS": "150"}) as terminal:
        if form == "--ask":
            terminal.wait_for("How old is", KEYS)
        else:
            assert terminal.wait_exit() == 0
        # Where a line is too long, the terminal goes on in its first column.
        with Terminal(command, columns=60, rows=200) as without:
            if form == "--ask":
                without.wait_for("How old is", KEYS)
            else:
                assert without.wait_exit() == 0
            assert terminal.lines == without.lines


@pytest.mark.parametrize(("key", "code"), [(CTRL_C, 130), (CTRL_D, 2)])
def test_what_is_said_at_the_end_of_plain_lines_begins_on_a_line_of_its_own(key: str, code: int) -> None:
    said = ("region=calf", "age=60_to_74", "also=none", "now=chest")
    words = (*(word for one in said for word in ("--set", one)), "--ask", "--plain")
    with Terminal([*SPASM, "check", *words], columns=40, rows=60) as terminal:
        prompts(terminal, 1)
        terminal.send("1\r")
        prompts(terminal, 2)
        terminal.send(key)
        assert terminal.wait_exit() == code
        assert "Get emergency help now. Call 999 now." in terminal.lines
        assert "Do not drive yourself." in terminal.lines


def test_what_validate_and_test_find_is_wrapped_between_words(tmp_path: Path) -> None:
    (tmp_path / "cases.toml").write_text(
        '[[cases]]\nid = "a"\npresentation = "P"\ncause = "nocturnal_leg_cramp"\nurgency = "emergency"\n'
        'answers = { region = "jaw_face", timing = "in_bed" }\n',
        encoding="utf-8",
    )
    (tmp_path / "own.toml").write_text("[meta]\nshema = 2\n", encoding="utf-8")
    for words in ("validate own.toml", "test cases.toml"):
        with Terminal([*SPASM, "knowledge", *words.split()], columns=50, rows=200, cwd=tmp_path) as terminal:
            assert terminal.wait_exit() == 1
            lines = terminal.raw.decode(errors="replace").splitlines()
        table = [line for line in lines if "%" in line or "majority" in line]
        assert max(len(line) for line in lines if line not in table) < 50


def test_neither_keys_typed_ahead_nor_a_paste_answer_a_danger_sign() -> None:
    given = ("--set", "region=calf", "--set", "age=60_to_74", "--set", "also=none")
    with Terminal([*SPASM, "check", *given, "--ask"]) as terminal:
        terminal.send_at_once(("0" + ENTER) * 3)
        terminal.wait_for(NOW, CHEST, KEYS)
        terminal.send_at_once("0" + ENTER)
        time.sleep(2 * SETTLE_SECONDS)
        terminal.send("\x1b[200~0\r0\r\x1b[201~" + DOWN)
        terminal.wait_for("» 1 [ ]", CHEST)
        assert "[✓]" not in terminal.text
        # A paste that the terminal does not mark as one.
        terminal.send(("0" + ENTER) * 8)
        terminal.wait_without(CHEST)
        terminal.wait_for(KEYS)
        second = terminal.lines
        time.sleep(2 * SETTLE_SECONDS)
        terminal.send(DOWN)
        terminal.wait_for("» 1")
        assert [line.replace("»", " ") for line in terminal.lines] == second
        assert "[✓]" not in terminal.text


def test_plain_lines_take_words_as_well_as_numbers() -> None:
    """Each line is typed once the next question stands there."""
    given = ("--set", "region=calf", "--set", "age=60_to_74")
    typed = [
        ("Does it hurt anywhere else, too?", "none"),
        (CHEST, "why"),
        ("Everybody is asked.", "back"),
        ("Does it hurt anywhere else, too?", "None of these."),
        (CHEST, "1."),
        (TIGHT, "not sure"),
    ]
    with Terminal([*SPASM, "check", *given, "--ask", "--plain"], rows=200) as terminal:
        for number, (seen, words) in enumerate(typed, 1):
            prompts(terminal, number)
            assert seen in terminal.text
            terminal.send(words + "\r")
        terminal.wait_for("Which one are you not sure about?")
        assert "Error:" not in terminal.text
