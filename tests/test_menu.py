"""The line under a result in a terminal: the same road as --full, --why, --consult and --save."""

import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from processes import SPASM, spasm
from screens import CTRL_C, DOWN, ENTER, HOME, Terminal
from test_report import SHEETS, SMALL, result

from spasm_cli.cli.forms import Wish
from spasm_cli.cli.menu import CHANGE, CODE, SAVE, SAVED, STEPS, WHY, Menu, wants_menu
from spasm_cli.cli.on_the_way import OnTheWay
from spasm_cli.cli.options import Request
from spasm_cli.core.answers import Answers
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.cases import Case
from spasm_cli.core.words import Words
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.shipped import data_file
from spasm_cli.prompts.consult import DONE as FINISH
from spasm_cli.prompts.screens import Choice, Move, Screen
from spasm_cli.report.card import card_document
from spasm_cli.report.lines.document import as_lines

MENU = "1 All steps 2 Why 3 Change an answer 4 Save Enter: finish"
FORMS = "1 Page 2 Note for the record 3 Answers 4 Answer code Enter: back"
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


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "option", "words"),
    [("1", "--full", "Would change this"), ("2", "--why", "Every row of every cause")],
)
def test_what_a_digit_shows_is_what_an_option_shows_and_the_card_comes_last(
    key: str, option: str, words: str, tmp_path: Path
) -> None:
    with run(folder=tmp_path) as terminal:
        terminal.wait_for(MENU)
        assert words not in terminal.raw.decode(errors="replace")
        terminal.send(key)
        terminal.wait_until(lambda: words in terminal.raw.decode(errors="replace"), words)
        terminal.wait_for(MENU)
        terminal.send(ENTER)
        assert terminal.wait_exit() == 0
    asked = spasm("check", *given(CASES["night_cramp"]), option).stdout
    shown = terminal.raw.decode(errors="replace").replace("\r\n", "\n")
    assert words in asked
    assert asked.splitlines()[-1] in shown
    assert "1. Stretch the cramping muscle" in terminal.text
    assert "Sit. Calf: straighten the knee" in terminal.text
    assert "Call 999 now" in terminal.text


@pytest.mark.slow
def test_a_page_is_saved_under_a_free_name_as_often_as_wanted(tmp_path: Path) -> None:
    with run("--save", "own.toml", folder=tmp_path) as terminal:
        terminal.wait_for(MENU)
        for key, name in (
            ("1", "spasm-result.html"),
            ("1", "spasm-result-2.html"),
            ("2", "spasm-result.note.txt"),
            ("3", "spasm-result.toml"),
        ):
            terminal.send("4")
            terminal.wait_for(FORMS)
            terminal.send(key)
            terminal.wait_for(f"Saved: {name}", MENU)
        terminal.send("4")
        terminal.wait_for(FORMS)
        terminal.send(ENTER)
        terminal.wait_for(MENU)
        terminal.send(CTRL_C)
        assert terminal.wait_exit() == 0, "the result was shown: there is nothing to lose"
    saved = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert sorted(saved) == [
        *(
            "own.toml",
            "spasm-result-2.html",
            "spasm-result.html",
            "spasm-result.note.txt",
            "spasm-result.toml",
        )
    ]
    assert saved["spasm-result.toml"] == saved["own.toml"]
    assert "DANGER SIGNS DENIED" in saved["spasm-result.note.txt"]


@pytest.mark.slow
def test_a_code_is_shown_to_write_down_with_who_else_can_read_it_and_no_file_has_it(tmp_path: Path) -> None:
    with run("--save", "own.toml", folder=tmp_path) as terminal:
        terminal.wait_for(MENU)
        terminal.send("4")
        terminal.wait_for(FORMS)
        terminal.send("4")
        terminal.wait_for("Whoever has this code has all your answers.", MENU)
        shown = re.findall(r"^(?:[0-9A-Z]{5}-)+[0-9A-Z]{1,5}$", "\n".join(terminal.lines), re.MULTILINE)
        terminal.send(ENTER)
        assert terminal.wait_exit() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["own.toml"]
    (code,) = shown
    again = spasm("check", "--code", "-", "--plain", "--json", typed=f"{code}\n1\n")
    assert again.stdout == spasm("check", "--answers", str(tmp_path / "own.toml"), "--json").stdout


@pytest.mark.slow
def test_at_the_end_of_a_consult_page_note_and_answers_can_be_kept(tmp_path: Path) -> None:
    answers = given(CASES["night_cramp"])
    with Terminal([*SPASM, "check", *answers, "--consult"], cwd=tmp_path) as terminal:
        terminal.wait_for("Pick any answer to change", "Ctrl-C: stop")
        terminal.send(ENTER)
        for key, name in (("1", "html"), ("2", "note.txt"), ("3", "toml")):
            terminal.wait_for(MENU)
            terminal.send("4")
            terminal.wait_for(FORMS)
            terminal.send(key)
            terminal.wait_for(f"Saved: spasm-result.{name}", MENU)
        terminal.send(ENTER)
        assert terminal.wait_exit() == 0
    assert len([*tmp_path.iterdir()]) == 3


@pytest.mark.slow
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


@pytest.mark.slow
def test_nothing_is_offered_under_an_emergency_nor_where_nobody_was_asked(tmp_path: Path) -> None:
    with Terminal([*SPASM, "check", *given(CASES["night_cramp"])], cwd=tmp_path) as terminal:
        assert terminal.wait_exit() == 0
    assert b"finish" not in terminal.raw
    with Terminal([*SPASM, "check", *given(CASES["numb_saddle"]), "--ask"], cwd=tmp_path) as terminal:
        terminal.wait_for("GET EMERGENCY HELP NOW", "Ctrl-C: stop")
        terminal.send(ENTER)
        assert terminal.wait_exit() == 0
    assert b"Enter: finish" not in terminal.raw


@pytest.mark.slow
def test_in_plain_lines_numbers_choose(tmp_path: Path) -> None:
    with run("--plain", folder=tmp_path) as terminal:
        terminal.wait_for("4 Save. Number, or Enter to finish:")
        terminal.send("4\r")
        terminal.wait_for("4 Answer code. Number, or Enter to go back:")
        terminal.send("1\r")
        terminal.wait_for("Saved: spasm-result.html", "or Enter to finish:")
        terminal.send("\r")
        assert terminal.wait_exit() == 0


class Picks:
    """A reader who makes these choices under the result, and gives these replies in a consult."""

    say_again: Callable[[], object]
    start_anew = False

    def __init__(self, *picked: str, replies: Sequence[str] = ()) -> None:
        self._picked, self._replies = iter(picked), iter(replies)
        self.offered: list[list[str]] = []

    def pick(self, words: Words, choices: tuple[Choice, ...], *, inner: bool = False) -> str:
        assert inner == (choices[-1].id == CODE)
        assert [choice.label for choice in choices] == [words(f"menu.{choice.id}") for choice in choices]
        self.offered.append([choice.id for choice in choices])
        return next(self._picked)

    def ask(self, _screen: Screen) -> set[str] | Move:
        return {next(self._replies)}


def under(front: Picks, answers: Answers) -> Assessment:
    """Let this reader choose under the result of the small file; return the last result."""
    found = assess(SMALL, answers, explore=True)
    return Menu(front, OnTheWay(SMALL), Request(plain=True), answers, found, Wish(), "card").run()


TYPICAL = parse_answers(SMALL, SHEETS["typical"], source="test")


def test_a_page_is_offered_only_where_it_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    front = Picks(SAVE, "", "")
    monkeypatch.setattr(os, "access", lambda *_: False)
    under(front, TYPICAL)
    assert front.offered[:2] == [[STEPS, WHY, CHANGE, SAVE], [CODE]]
    monkeypatch.setattr(os, "access", lambda *_: True)
    front = Picks(SAVE, "", "")
    under(front, Answers({}))
    assert front.offered[0] == [STEPS, WHY, SAVE], "nothing was answered: there is nothing to change"
    assert front.offered[1] == [*SAVED, CODE]


def test_what_is_chosen_is_written_each_time_under_a_free_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("spasm-result-2.html").symlink_to("nowhere")
    under(Picks(SAVE, "page", SAVE, "page", ""), TYPICAL)
    assert {path.name for path in tmp_path.iterdir() if path.exists()} == {
        "spasm-result.html",
        "spasm-result-3.html",
    }


@pytest.mark.parametrize(("window", "widest"), [("60", 58), ("300", 100)])
def test_a_code_is_shown_in_lines_that_can_be_read_and_is_in_no_file(
    window: str,
    widest: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", window)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    under(Picks(SAVE, CODE, ""), TYPICAL)
    code, gap, *lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"([0-9A-Z]{5}-)*[0-9A-Z]{1,5}", code)
    assert gap == ""
    assert " ".join(lines).startswith("Whoever has this code has all your answers.")
    assert "1970-01-01" in " ".join(lines)
    assert widest - 20 < max(map(len, lines)) <= widest
    assert [*tmp_path.iterdir()] == []


def test_whatever_was_looked_at_the_card_comes_last(capsys: pytest.CaptureFixture[str]) -> None:
    under(Picks(""), TYPICAL)
    assert capsys.readouterr().out == "", "it stands there already"
    under(Picks(STEPS, WHY, ""), TYPICAL)
    page, card = capsys.readouterr().out.rsplit("LOOKS LIKE", maxsplit=1)
    assert "Figure of" not in page
    assert "HOW THE POINTS ADD UP" in page
    assert "HOW THE POINTS ADD UP" not in card


def test_what_is_changed_there_is_the_result_from_then_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    changed = TYPICAL.with_answer("time", parse_answers(SMALL, {"time": "noon"}, source="test")["time"])
    front = Picks(CHANGE, SAVE, "page", "", replies=["put:time", "noon", FINISH])
    found = under(front, TYPICAL)
    assert found == assess(SMALL, changed, explore=True)
    card = as_lines(card_document(SMALL, found))
    told = capsys.readouterr().out
    assert told.split()[-len(card.split()) :] == card.split(), "it is the last thing shown"
    assert told.count(card.splitlines()[0]) == 1, "and not shown again at the end"
    assert "Name of beta" in (tmp_path / "spasm-result.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("sheet", "wanted"), [("typical", True), ("same day", True), ("emergency", False), ("stopped", False)]
)
def test_more_is_offered_to_somebody_who_is_there_and_may_wait(
    sheet: str, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(getattr(sys, name), "isatty", lambda: True, raising=False)
    assert wants_menu(result(sheet)) is wanted
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False)
    assert not wants_menu(result(sheet))
