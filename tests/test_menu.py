"""The line under a result in a terminal: the same road as --full, --why, --consult and --save."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from processes import SPASM, spasm
from screens import CTRL_C, DOWN, ENTER, HOME, Terminal

from spasm_cli.core.cases import Case
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.shipped import data_file

pytestmark = pytest.mark.slow

MENU = "1 All steps 2 Why 3 Change an answer 4 Save Enter: finish"
CASES = {case.id: case for case in load_cases(str(data_file("demo.toml")))}


def given(case: Case) -> Sequence[str]:
    """Every answer of a case, so that nothing is left to ask."""
    told = {
        name: said if isinstance(said, str) else ",".join(said) or "none"
        for name, said in case.answers.items()
    }
    return [word for name, said in told.items() for word in ("--set", f"{name}={said}")]


def run(*words: str, folder: Path, rows: int = 24) -> Terminal:
    answers = [*given(CASES["night_cramp"]), "--set", "other_clues=none"]
    return Terminal([*SPASM, "check", *answers, "--ask", *words], cwd=folder, rows=rows)


def test_the_line_stands_below_the_card_and_is_wiped_at_the_end(tmp_path: Path) -> None:
    with run(folder=tmp_path) as terminal:
        terminal.wait_for("Look after it at home", "Night leg cramp: fits well", MENU)
        assert len(terminal.lines) <= 20
        terminal.send("x8 " + ENTER)
        assert terminal.wait_exit() == 0
        assert terminal.is_sane
    assert "Enter: finish" not in terminal.text
    assert terminal.lines[0] == "▌ Look after it at home"
    assert "Call 999 now" in terminal.text
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("key", "option", "words"),
    [("1", "--full", "Would change this"), ("2", "--why", "Every row of every cause")],
)
def test_what_a_digit_shows_is_what_an_option_shows_and_the_card_comes_last(
    key: str, option: str, words: str, tmp_path: Path
) -> None:
    with run(folder=tmp_path) as terminal:
        terminal.wait_for(MENU)
        assert words not in terminal.raw.decode()
        terminal.send(key)
        terminal.wait_until(lambda: words in terminal.raw.decode(), words)
        terminal.wait_for(MENU)
        terminal.send(ENTER)
        assert terminal.wait_exit() == 0
    asked = spasm("check", *given(CASES["night_cramp"]), option).stdout
    shown = terminal.raw.decode().replace("\r\n", "\n")
    assert words in asked
    assert asked.splitlines()[-1] in shown
    assert "1. Stretch the cramping muscle" in terminal.text
    assert "Sit. Calf: straighten the knee" in terminal.text
    assert "Call 999 now" in terminal.text


def test_a_page_is_saved_under_a_free_name_as_often_as_wanted(tmp_path: Path) -> None:
    with run("--save", "own.toml", folder=tmp_path) as terminal:
        terminal.wait_for(MENU)
        for name in ("spasm-result.html", "spasm-result-2.html"):
            terminal.send("4")
            terminal.wait_for(f"Saved: {name}", MENU)
        terminal.send(CTRL_C)
        assert terminal.wait_exit() == 0, "the result was shown: there is nothing to lose"
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"spasm-result.html", "spasm-result-2.html", "own.toml"}


def test_a_changed_answer_gives_a_new_card_and_is_what_is_saved(tmp_path: Path) -> None:
    with run("--save", "own.toml", folder=tmp_path, rows=60) as terminal:
        terminal.wait_for(MENU)
        terminal.send("3")
        terminal.wait_for("Pick any answer to change", "Ctrl-C: stop")
        terminal.send(HOME + DOWN * 2 + ENTER)
        terminal.wait_for("How old is", "Esc: back")
        terminal.send("5" + ENTER)
        terminal.wait_for("Keep this change?", "Ctrl-C: stop")
        terminal.send("3" + ENTER)
        terminal.wait_for(MENU)
        terminal.send(ENTER)
        assert terminal.wait_exit() == 0
    assert 'age = "75_or_over"' in (tmp_path / "own.toml").read_text(encoding="utf-8")


def test_nothing_is_offered_under_an_emergency_nor_where_nobody_was_asked(tmp_path: Path) -> None:
    with Terminal([*SPASM, "check", *given(CASES["night_cramp"])], cwd=tmp_path) as terminal:
        assert terminal.wait_exit() == 0
    assert b"finish" not in terminal.raw
    with Terminal([*SPASM, "check", *given(CASES["numb_saddle"]), "--ask"], cwd=tmp_path) as terminal:
        terminal.wait_for("GET EMERGENCY HELP NOW", "Ctrl-C: stop")
        terminal.send(ENTER)
        assert terminal.wait_exit() == 0
    assert b"Enter: finish" not in terminal.raw


def test_in_plain_lines_numbers_choose(tmp_path: Path) -> None:
    with run("--plain", folder=tmp_path) as terminal:
        terminal.wait_for("4 Save. Number, or Enter to finish:")
        terminal.send("4\r")
        terminal.wait_for("Saved: spasm-result.html", "or Enter to finish:")
        terminal.send("\r")
        assert terminal.wait_exit() == 0
