"""`spasm check --consult`: one answer changed at a time, what moved, kept or undone."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import warm
from quiet import NIGHT_CRAMP, settings
from screens import CTRL_C, CTRL_L, DOWN, ENTER, ESCAPE, Terminal, tight_chest

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.conditions import applies
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NONE, NOT_SURE
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.prompts.consult import DONE, KEEP, UNDO, consult
from spasm_cli.prompts.screens import Move, Screen

SHEET = NIGHT_CRAMP | {"relief": "stretch"}
SETTINGS = settings(SHEET)
KEYS = "Ctrl-C: stop"
PICK, DECIDE = "Pick any answer to change", "Keep this change?"

Reply = set[str] | Move


class Script:
    """A front that gives the replies it was told to, and keeps what it was asked."""

    say_again: Callable[[], object]

    def __init__(self, *replies: Reply | str) -> None:
        self.replies: Iterator[Reply | str] = iter(replies)
        self.screens: list[Screen] = []

    def ask(self, screen: Screen) -> Reply:
        self.screens.append(screen)
        reply = next(self.replies)
        chosen = {reply} if isinstance(reply, str) else reply
        if isinstance(chosen, set):
            assert chosen <= {choice.id for choice in screen.choices}, screen.ask
            assert screen.problem(chosen) is None
        return chosen


def answers_of(knowledge: Knowledge, **more: object) -> Answers:
    return parse_answers(knowledge, {**SHEET, **more}, source="test")


def run(
    knowledge: Knowledge,
    script: Script,
    start: Answers | None = None,
    show: Callable[[Answers, Answers], str] = lambda _before, _after: "In short.",
) -> Answers:
    given = answers_of(knowledge) if start is None else start
    end = consult(script, knowledge, given, summary=lambda now: f"{len(now)} answers.", show=show)
    assert next(script.replies, None) is None, "everything was asked"
    return end


def test_all_answers_and_what_was_not_asked_can_be_picked_and_done_comes_first(knowledge: Knowledge) -> None:
    script = Script(DONE)
    start = answers_of(knowledge)
    assert run(knowledge, script) == start
    (screen,) = script.screens
    assert (screen.ask, screen.detail) == (PICK, f"{len(SHEET)} answers.")
    labels = [choice.label for choice in screen.choices]
    assert labels[0] == "Done"
    assert "Place: Calf, shin, or most of the leg" in labels
    assert [choice.id.removeprefix("put:") for choice in screen.choices[1:]] == [
        question.id for question in knowledge.questions if question.id in start or applies(question, start)
    ]
    assert sum(label.endswith(": not asked") for label in labels) == len(labels) - 1 - len(start)


def test_a_change_is_shown_then_kept_undone_or_finished_with(knowledge: Knowledge) -> None:
    shown: list[tuple[Answers, Answers]] = []

    def show(before: Answers, after: Answers) -> str:
        shown.append((before, after))
        return "In short."

    start = answers_of(knowledge)
    script = Script(
        *("put:timing", "during_effort", KEEP),
        *("put:feel", "tight_ache", UNDO),
        *("put:age", "75_or_over", DONE),
    )
    end = run(knowledge, script, start, show)
    assert end == answers_of(knowledge, timing="during_effort", age="75_or_over")
    assert [after for _, after in shown] == [
        answers_of(knowledge, timing="during_effort"),
        answers_of(knowledge, timing="during_effort", feel="tight_ache"),
        end,
    ]
    question, decision, again, after_undo = (script.screens[place] for place in (1, 2, 3, 6))
    assert question.ticked == {"in_bed"}
    assert (decision.ask, decision.detail, decision.can_go_back) == (DECIDE, "In short.", False)
    assert "The change was kept." in again.detail
    assert any(choice.label.endswith("(changed)") for choice in again.choices)
    assert "The change was undone." in after_undo.detail


def test_the_same_answer_or_going_back_changes_nothing(knowledge: Knowledge) -> None:
    def never(_before: Answers, _after: Answers) -> str:
        raise AssertionError("nothing moved")

    script = Script("put:timing", "in_bed", "put:timing", Move.BACK, "put:now", NONE, DONE)
    assert run(knowledge, script, show=never) == answers_of(knowledge)
    assert "Nothing was changed." in script.screens[-1].detail


def test_a_change_asks_the_danger_signs_it_opens_and_drops_what_no_longer_applies(
    knowledge: Knowledge,
) -> None:
    script = Script("put:region", "back", NONE, KEEP, DONE)
    assert run(knowledge, script) == answers_of(knowledge, region="back", back=[]).with_answer(
        "look", None
    ).with_answer("timing", None), "for a back there are more lines to the question when it comes on"
    assert "follows from the change" in script.screens[2].heading
    script = Script("put:region", "back", Move.BACK, DONE)
    assert run(knowledge, script) == answers_of(knowledge), "going back takes the whole change back"


def test_what_was_said_before_is_ticked_when_a_question_comes_back(knowledge: Knowledge) -> None:
    start = answers_of(knowledge, look=["cold?"])
    script = Script("put:region", "back", NONE, KEEP, "put:region", "calf", Move.BACK, DONE)
    run(knowledge, script, start)
    assert NOT_SURE in script.screens[6].ticked


def test_not_sure_asks_which_with_earlier_doubts_ticked_and_how_to_check(knowledge: Knowledge) -> None:
    box = next(option.id for option in knowledge.question["look"].options if option.check)
    doubts = f"{box}?"
    script = Script(*("put:look", NOT_SURE, {box}, NOT_SURE, KEEP), DONE)
    end = run(knowledge, script)
    assert end == answers_of(knowledge, look=[doubts])
    assert script.screens[3].detail.startswith("How to check: ")
    script = Script(*("put:look", NOT_SURE, {box}, "no", KEEP), DONE)
    assert run(knowledge, script, end) == answers_of(knowledge)
    _, question, which, check, *_ = script.screens
    assert question.ticked == {NOT_SURE}
    assert which.ticked == {box}
    assert check.ticked == {NOT_SURE}


def test_a_doubt_about_one_line_stays_when_confirmed(knowledge: Knowledge) -> None:
    start = answers_of(knowledge, medicines=["statin?"])
    script = Script("put:medicines", "yes", NOT_SURE, DONE)
    assert run(knowledge, script, start) == start


def test_an_answer_that_was_never_asked_for_can_be_given(knowledge: Knowledge) -> None:
    script = Script("put:side", "both", KEEP, DONE)
    assert run(knowledge, script)["side"] == Answer(("both",))
    assert script.screens[1].ticked == frozenset()


def number_of(knowledge: Knowledge, name: str, **more: object) -> str:
    """Return the number of a question in the list of answers."""
    given = answers_of(knowledge, **more)
    listed = [each.id for each in knowledge.questions if each.id in given or applies(each, given)]
    return str(listed.index(name) + 2)


def place_of(knowledge: Knowledge, question: str, option: str) -> str:
    return str([each.id for each in knowledge.question[question].options].index(option) + 1)


def spasm(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "spasm_cli", "check", *words]
    return warm.run(command, input=typed, capture_output=True, encoding="utf-8", timeout=60)


def test_the_last_answers_make_the_result(knowledge: Knowledge, tmp_path: Path) -> None:
    timing = [number_of(knowledge, "timing"), place_of(knowledge, "timing", "during_effort")]
    feel = [number_of(knowledge, "feel"), place_of(knowledge, "feel", "tight_ache")]
    typed = "\n".join([*timing, "1", *feel, "2", "1", ""])
    saved = tmp_path / "result.json"
    consulted = spasm("--consult", "--plain", "--json", "--save", str(saved), *SETTINGS, typed=typed)
    assert consulted.returncode == 0, consulted.stderr
    assert saved.read_text(encoding="utf-8") == consulted.stdout
    told = [word if word != "timing=in_bed" else "timing=during_effort" for word in SETTINGS]
    assert consulted.stdout == spasm("--json", *told).stdout
    for words in ("WHAT MOVED", "Before: In bed", "After: ", "Night leg cramp", DECIDE):
        assert words in consulted.stderr
    assert "\x1b" not in consulted.stderr


def test_without_json_the_result_stands_alone_on_standard_output(knowledge: Knowledge) -> None:
    timing = [number_of(knowledge, "timing"), place_of(knowledge, "timing", "during_effort")]
    run = spasm("--consult", "--plain", *SETTINGS, typed="\n".join([*timing, "3", ""]))
    told = [word if word != "timing=in_bed" else "timing=during_effort" for word in SETTINGS]
    assert run.stdout == spasm("--plain", *told).stdout
    assert "WHAT MOVED" in run.stderr


def test_an_emergency_by_a_change_is_shown_at_once_and_can_be_undone(knowledge: Knowledge) -> None:
    chest = [number_of(knowledge, "now"), place_of(knowledge, "now", "chest")]
    chest += [place_of(knowledge, "chest_which", "tight")]
    run = spasm("--consult", "--plain", "--json", *SETTINGS, typed="\n".join([*chest, "2", "1", ""]))
    assert run.returncode == 0, run.stderr
    assert "999" in run.stderr.partition(DECIDE)[0]
    assert "WHAT MOVED" not in run.stderr
    assert json.loads(run.stdout)["urgency"]["level"] == "self_care"
    kept = spasm("--consult", "--plain", "--json", *SETTINGS, typed="\n".join([*chest, "3", ""]))
    assert json.loads(kept.stdout)["urgency"]["level"] == "emergency"


def test_stopping_or_an_early_end_writes_no_result(knowledge: Knowledge) -> None:
    timing = number_of(knowledge, "timing")
    for typed, code, message in (
        ("q\n", 130, "Stopped. Nothing was saved."),
        (f"{timing}\n2\nq\n", 130, "Stopped. Nothing was saved."),
        ("", 2, "The input ended before the consult was done."),
        (f"{timing}\n", 2, "The input ended before the consult was done."),
        (f"{timing}\n2\n", 2, "The input ended before the consult was done."),
    ):
        run = spasm("--consult", "--plain", "--json", *SETTINGS, typed=typed)
        assert (run.returncode, run.stdout) == (code, ""), run.stderr
        assert message in " ".join(run.stderr.split())


def test_without_a_terminal_nothing_is_shown(tmp_path: Path) -> None:
    sheet = tmp_path / "answers.json"
    sheet.write_text(json.dumps(SHEET))
    for words in (SETTINGS, ["--answers", str(sheet)]):
        run = spasm("--consult", *words, typed="1\n")
        assert (run.returncode, run.stdout) == (2, "")
        assert len(run.stderr.splitlines()) == 1
        assert "There is no terminal to change answers in." in run.stderr
    run = spasm("--consult", "--answers", "-", typed=json.dumps(SHEET))
    assert (run.returncode, run.stdout) == (2, "")
    assert "--consult and --answers - cannot read the same input" in run.stderr


SIZES = pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
SPASM = [sys.executable, "-m", "spasm_cli", "check", "--consult"]


def pick(terminal: Terminal, knowledge: Knowledge, name: str, **more: object) -> None:
    terminal.wait_for(PICK, KEYS)
    terminal.send(DOWN * (int(number_of(knowledge, name, **more)) - 1) + ENTER)
    terminal.wait_for(knowledge.question[name].ask, "Esc: back", KEYS)


@pytest.mark.slow
@SIZES
def test_a_consult_in_a_terminal(knowledge: Knowledge, columns: int, rows: int) -> None:
    with Terminal([*SPASM, *SETTINGS], columns=columns, rows=rows) as terminal:
        pick(terminal, knowledge, "timing")
        assert any(line.startswith("» 1 In bed") for line in terminal.lines)
        terminal.send(ESCAPE)
        terminal.wait_for(PICK, "Nothing was changed.", KEYS)
        pick(terminal, knowledge, "timing")
        terminal.send(DOWN + ENTER)
        terminal.wait_for(DECIDE, "Urgency as before: Look after it at home.", "» 1 Keep this change", KEYS)
        shown = terminal.raw.decode(errors="replace")
        assert ("Before" in shown) is (columns >= 100)
        if columns >= 100:
            assert any("In bed" in line and "During hard" in line for line in terminal.lines)
        assert "What moved" in shown
        terminal.send(ENTER)
        pick(terminal, knowledge, "now")
        tight_chest(terminal)
        terminal.wait_for("Get emergency help now", "Call 999 now.", DECIDE, KEYS)
        terminal.send(DOWN + ENTER)
        terminal.wait_for(PICK, "The change was undone.", "(changed)", KEYS)
        terminal.send(ENTER)
        terminal.wait_for("Enter: finish")
        terminal.send(ENTER)
        assert terminal.wait_exit() == 0
        assert terminal.is_sane
    last = terminal.raw.decode(errors="replace").rpartition("The change was undone.")[2]
    assert "Cramp during or just after exercise" in last, "the result of the last answers ends the run"


@pytest.mark.slow
def test_a_consult_that_changes_nothing_shows_the_result_once() -> None:
    with Terminal([*SPASM, *SETTINGS]) as terminal:
        terminal.wait_for(PICK, KEYS)
        terminal.send(ENTER)
        terminal.wait_for("Enter: finish")
        terminal.send(ENTER)
        assert terminal.wait_exit() == 0
    assert terminal.raw.decode(errors="replace").count("Looks like") == 1
    assert "No change was kept. Look after it at home." in terminal.text


@pytest.mark.slow
def test_json_goes_to_a_file_while_the_consult_is_on_the_screen(knowledge: Knowledge, tmp_path: Path) -> None:
    target = tmp_path / "result.json"
    command = f"{sys.executable} -m spasm_cli check --consult --json {' '.join(SETTINGS)} > {target}"
    with Terminal(["bash", "-c", command], columns=120, rows=40) as terminal:
        pick(terminal, knowledge, "timing")
        terminal.send(DOWN + ENTER)
        terminal.wait_for("What moved", DECIDE, KEYS)
        terminal.send(DOWN * 2 + ENTER)
        assert terminal.wait_exit() == 0
    assert json.loads(target.read_text())["answers"]["timing"] != "in_bed"


@pytest.mark.slow
def test_a_consult_follows_the_questions_and_ctrl_c_ends_it() -> None:
    given = ["--set", "region=thigh", "--set", "age=40_to_59", "--set", "also=none", "--ask"]
    with Terminal([*SPASM, *given]) as terminal:
        tight_chest(terminal)
        terminal.wait_for("GET EMERGENCY HELP NOW", KEYS)
        terminal.send(ENTER)
        terminal.wait_for(PICK, "Get emergency help now. Call 999 now.", KEYS)
        terminal.send(CTRL_C)
        terminal.wait_for("Stopped. Nothing was saved.")
        assert terminal.wait_exit() == 130


@pytest.mark.slow
@pytest.mark.parametrize("columns", [70, 60, 100])
@pytest.mark.parametrize("name", ["timing", "now"])
def test_another_width_leaves_or_says_again_what_is_decided_about(
    knowledge: Knowledge, name: str, columns: int
) -> None:
    shown = "What moved" if name == "timing" else "Call 999 now."
    with Terminal([*SPASM, *SETTINGS], rows=60) as terminal:
        pick(terminal, knowledge, name)
        if name == "timing":
            terminal.send(DOWN + ENTER)
        else:
            tight_chest(terminal)
        terminal.wait_for(shown, DECIDE, KEYS)
        terminal.raw = b""
        terminal.resize(columns, 60)
        terminal.wait_until(lambda: KEYS in terminal.raw.decode(errors="replace"), "another drawing")
        terminal.send(DOWN)
        terminal.wait_for("» 2 Undo it", KEYS)
        assert shown in terminal.text
        assert terminal.text.count(DECIDE) == 1
        assert b"\x1b[2J" not in terminal.raw


@pytest.mark.slow
def test_a_clean_screen_says_again_what_is_decided_about(knowledge: Knowledge) -> None:
    with Terminal([*SPASM, *SETTINGS], rows=60) as terminal:
        pick(terminal, knowledge, "timing")
        terminal.send(DOWN + ENTER)
        terminal.wait_for("What moved", DECIDE, KEYS)
        terminal.spoil("Broadcast message")
        terminal.wait_for("Broadcast message")
        terminal.send(CTRL_L)
        terminal.wait_without("Broadcast message")
        terminal.wait_for("What moved", DECIDE, KEYS)
        assert terminal.text.count(DECIDE) == 1
