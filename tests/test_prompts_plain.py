"""Plain numbered lines: what they accept, and that silence or noise is never an answer."""

import fcntl
import io
import os
import struct
import sys
import termios
from contextlib import nullcontext

import pytest
import warm
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from quiet import TIGHT_CHEST

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.interview import Interview
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file
from spasm_cli.files.words_file import own_words
from spasm_cli.prompts.conversation import converse
from spasm_cli.prompts.plain import PlainFront
from spasm_cli.prompts.screens import Choice, Move, Screen, tick
from spasm_cli.text import fitting
from spasm_cli.wrapping import columns

STOP = "Did you tick the right line?"
KNOWLEDGE = load_knowledge(str(data_file("causes.toml"))).at("gb")
WORDS = own_words()
CHOICES = (
    Choice(id="a", label="First"),
    Choice(id="b", label="Second"),
    Choice(id="none", label="None of these"),
)
MANY = Screen(
    words=WORDS, heading="Safety · 3 of about 9", ask="Which?", choices=CHOICES, many=True, help="Because."
)
UNSURE = Screen(
    words=WORDS,
    heading="Safety · 3 of about 9",
    ask="Which?",
    choices=(*CHOICES, Choice(id="not_sure", label="Not sure about one of these")),
    many=True,
)
ONE = Screen(words=WORDS, heading="Where · 1 of about 9", ask="Where?", choices=CHOICES, can_go_back=False)


def put(screen: Screen, typed: str, width: int = 60) -> tuple[set[str] | Move, str]:
    target = io.StringIO()
    front = PlainFront(io.StringIO(typed), target, width)
    return front.ask(screen), target.getvalue()


def test_numbers_choose_lines_and_commas_or_spaces_part_them() -> None:
    assert put(MANY, "1,2\n")[0] == {"a", "b"}
    assert put(MANY, " 2  1 \n")[0] == {"a", "b"}
    assert put(ONE, "2\n")[0] == {"b"}


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("1.", {"a"}),
        ("1)", {"a"}),
        ("(1)", {"a"}),
        ("1;2", {"a", "b"}),
        ("1. 2.", {"a", "b"}),
        ("1 ; 2,", {"a", "b"}),
        ("\uff11", {"a"}),
        ("\uff11\uff0c\u30002\uff09", {"a", "b"}),
        ("1\u30012", {"a", "b"}),
        ("\u0661", {"a"}),
        ("01", {"a"}),
        ("\ufeff1", {"a"}),
        ("None", {"none"}),
        ("none of these.", {"none"}),
        ("not sure", {"not_sure"}),
        ("Not  Sure", {"not_sure"}),
        ("not sure about one of these", {"not_sure"}),
        ("1, not sure", {"a", "not_sure"}),
        ("2 none\n1", {"a"}),
        ("none, a\n2", {"b"}),
        ("Second.", {"b"}),
        ("first, second", {"a", "b"}),
    ],
)
def test_lines_are_named_in_all_the_ways_that_people_write_them(typed: str, chosen: set[str]) -> None:
    assert put(UNSURE, f"{typed}\n")[0] == chosen


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
        (ONE, "back\n1\n", "'back' is not a number"),
        (ONE, "not sure\n1\n", "'not' is not a number"),
        (MANY, "1-3\n1\n", "'1-3' is not a number"),
        (MANY, "1.3\n1\n", "'1.3' is not a number"),
        (MANY, "-1\n1\n", "'-1' is not a number"),
        (MANY, "für\n1\n", "'für' is not a number"),
        (ONE, "\x1b[A\n1\n", "Arrows and other special keys do nothing here. Type a number from 1 to 3."),
        (ONE, "1\x1b[D\x1b[C\n1\n", "Arrows and other special keys do nothing here."),
        (ONE, "\x1b]11;rgb:0000/0000/0000\x1b\\1\n1\n", "Arrows and other special keys"),
        (ONE, "\x08\x7f1\n1\n", "Arrows and other special keys"),
        (ONE, "x" * 25_000 + "\n1\n", "'…' is not a number"),
        (ONE, " " * 10_000 + "2\n1\n", "'…' is not a number"),
    ],
)
def test_anything_else_is_explained_and_asked_again(screen: Screen, typed: str, error: str) -> None:
    chosen, shown = put(screen, typed)
    assert chosen == {"a"}
    assert error in shown.replace("\n", " ")


LISTED = replace(
    ONE,
    choices=tuple(
        Choice(id=name, label=f"{name}: so")
        for name in ("Yes", "Pain", "Painkillers", "Passing water", "Side")
    ),
    find=True,
)


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("4", "Passing water"),
        ("side", "Side"),
        ("S", "Side"),
        ("pain", "Pain"),
        ("painK", "Painkillers"),
        ("passing w", "Passing water"),
        ("p\n3", "Painkillers"),
        ("age\n2", "Pain"),
    ],
)
def test_a_line_of_a_long_list_is_found_by_how_it_begins(typed: str, chosen: str) -> None:
    found, shown = put(LISTED, f"{typed}\n")
    assert found == {chosen}
    assert "Number, or how a line begins, " in shown
    assert ("nor how just one line begins" in shown.replace("\n", " ")) is ("\n" in typed)


def test_back_why_and_quit() -> None:
    assert put(MANY, "b\n")[0] is Move.BACK
    assert "Because." in put(MANY, "?\n1\n")[1]
    assert put(MANY, "Back\n")[0] is Move.BACK
    for word in ("?", "help", "why", "\uff1f"):
        assert "Because." in put(MANY, f"{word}\n1\n")[1]
    for word in ("q", "Q", "quit", "exit", "stop"):
        with pytest.raises(KeyboardInterrupt):
            put(MANY, f"{word}\n")


def test_the_end_of_the_input_is_not_an_answer() -> None:
    with pytest.raises(EOFError):
        put(MANY, "")
    with pytest.raises(EOFError):
        put(MANY, "x\n")


def test_what_no_person_types_comes_to_an_end() -> None:
    with pytest.raises(EOFError, match="ten wrong lines in a row"):
        put(ONE, "x\n?\n" * 5 + "1\n")
    assert put(ONE, "x\n" * 9 + "1\n")[0] == {"a"}
    with pytest.raises(EOFError, match="ten wrong lines in a row"):
        put(ONE, "\0" * 100_000)
    front = PlainFront(io.StringIO("1\n" * 1001), io.StringIO(), 60)
    assert {frozenset(front.ask(ONE)) for _ in range(1000)} == {frozenset("a")}  # type: ignore[arg-type]
    with pytest.raises(EOFError, match="A thousand lines"):
        front.ask(ONE)


def test_going_back_and_forth_comes_to_an_end() -> None:
    front = PlainFront(io.StringIO("1\nb\n" * 101), io.StringIO(), 60)
    for _ in range(100):
        assert front.ask(ONE) == {ONE.choices[0].id}
        assert front.ask(MANY) is Move.BACK
    with pytest.raises(EOFError, match="a hundred steps back"):
        front.ask(ONE)
    code, _, told = spasm("check", "--plain", typed=b"1\nb\n" * 1000, SPASM_COUNTRY="gb")
    assert code == 2
    assert told.endswith("There were a hundred steps back before the last question. Nothing was assessed.\n")


def test_a_person_is_asked_as_often_as_it_takes() -> None:
    typed = io.StringIO("x\n" * 1500 + "1\n")
    typed.isatty = lambda: True  # type: ignore[method-assign]
    assert PlainFront(typed, io.StringIO(), 60).ask(ONE) == {"a"}


def test_lines_wrap_with_a_hanging_indent_and_hold_no_escape() -> None:
    long = Screen(words=WORDS, heading="H", ask="Q", choices=(Choice(id="a", label="word " * 30),))
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
    run = warm.run(
        [sys.executable, "-m", "spasm_cli", "check"], input=noise, capture_output=True, check=False
    )
    assert (run.returncode, run.stdout) == (2, b"")
    run = warm.run(
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


def run_with(lines: list[str]) -> tuple[list[Screen], Interview | None]:
    """Put the whole interview to typed lines; return its screens, and the interview if it ended."""
    front = Typed(lines)
    try:
        found = converse(front, Interview(knowledge=KNOWLEDGE), guard=lambda _: nullcontext())
    except EOFError:
        return front.screens, None
    return front.screens, found


def number_of(question: str, option: str) -> str:
    ids = [*(each.id for each in KNOWLEDGE.question[question].options), "none", "not_sure"]
    return str(ids.index(option) + 1)


QUIET = {"region": "calf", "age": "60_to_74", "onset": "woke", "course": "months_on_off"}
"""An ordinary person, who ticks nothing."""

REVIEW = "Here is what you said. Is it right?"
EMERGENCY = "GET EMERGENCY HELP NOW"
TODAY = "Get medical advice today"


class Saying(PlainFront):
    """Says these things, and otherwise none of these or the first line, up to a screen that asks something."""

    def __init__(self, end: str, said: dict[str, str]) -> None:
        super().__init__(io.StringIO(), io.StringIO(), 80)
        self.end, self.said, self.lines = end, said, list[str]()
        self.asked = {question.ask: question.id for question in KNOWLEDGE.questions}

    def ask(self, screen: Screen) -> set[str] | Move:
        question = self.asked.get(screen.ask, "")
        if self.end in {screen.ask, question}:
            raise EOFError
        ids = [choice.id for choice in screen.choices]
        chosen = self.said.get(question, "none" if "none" in ids else ids[0])
        self.lines.append(str(ids.index(chosen) + 1))
        return {chosen}


def lines_to(end: str, **said: str) -> list[str]:
    """Type what an ordinary person says who says this, too, up to the screen that asks `end` (a question's id, or words)."""
    front = Saying(end, QUIET | said)
    with pytest.raises(EOFError):
        converse(front, Interview(knowledge=KNOWLEDGE), guard=lambda _: nullcontext())
    return front.lines


def test_the_end_of_the_input_at_any_question_assesses_nothing() -> None:
    lines = lines_to(REVIEW)
    assert len(lines) > 8
    for cut in range(len(lines) + 1):
        assert run_with(lines[:cut])[1] is None
    _, found = run_with([*lines, "1"])
    assert found
    assert found.end == "complete"


OFFERED = (Choice(id="steps", label="All steps"), Choice(id="save", label="Save"))


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        ("2\n", "save"),
        ("1.\n", "steps"),
        ("\n", ""),
        ("7\nsave\n", "save"),
        ("All  steps\n", "steps"),
        ("q\n", ""),
    ],
)
def test_a_line_of_choices_takes_a_number_and_enter_is_done(typed: str, picked: str) -> None:
    target = io.StringIO()
    assert PlainFront(io.StringIO(typed), target, 80).pick(KNOWLEDGE.words, OFFERED) == picked
    assert target.getvalue().startswith("1 All steps, 2 Save. Number, or Enter to finish: ")
    assert ("Error: '7' is not a number from 1 to 2." in target.getvalue()) is typed.startswith("7")


def test_the_end_of_the_input_chooses_nothing() -> None:
    with pytest.raises(EOFError):
        PlainFront(io.StringIO("5\n"), io.StringIO(), 80).pick(KNOWLEDGE.words, OFFERED)


def test_a_same_day_sign_stops_once_and_a_wrong_tick_leads_back_to_its_own_question() -> None:
    """From the review, too: not to the question that happened to be asked last."""
    lines = lines_to(REVIEW)
    choices = [choice.id for choice in run_with(lines)[0][-1].choices]
    look, swollen, none = (
        str(choices.index("edit:look") + 1), number_of("look", "swollen"), number_of("look", "none"),
    )  # fmt: skip
    # In the review: tick a swollen leg, say that it is so, take it back, and go on.
    screens, found = run_with([*lines, look, swollen, "1", "3", none, "1"])
    stops = [place for place, screen in enumerate(screens) if STOP in screen.detail]
    assert len(stops) == 1
    assert screens[stops[0]].ask == TODAY
    assert screens[stops[0] + 1].ask == KNOWLEDGE.question["look"].ask
    assert found
    assert found.end == "complete"
    assert found.answers["look"].ticked == ()
    # Ticked again after all, it stops again.
    screens, _ = run_with([*lines, look, swollen, "1", "3", none, look, swollen, "1"])
    assert sum(STOP in screen.detail for screen in screens) == 2


def test_a_danger_sign_that_one_more_question_decides_stops_only_then() -> None:
    """Nobody is sent to the surgery first and to hospital a question later."""
    control = {"region": "back", "feeling": "control", "since": "same"}
    lines = lines_to("control_which", **control)
    last = run_with(lines)[0][-1]
    assert last.detail == f"You said: {KNOWLEDGE.label('feeling.control')}"
    assert not any(STOP in screen.detail for screen in run_with(lines)[0])
    assert run_with([*lines, number_of("control_which", "leak")])[0][-1].ask == EMERGENCY
    # Going back from it is no answer to it.
    assert run_with([*lines, "b"])[0][-1].ask == KNOWLEDGE.question["since"].ask
    assert run_with([*lines, "b", "b"])[0][-1].ask == KNOWLEDGE.question["feeling"].ask
    # Where it is less, it is told after the last danger sign.
    lines = lines_to(TODAY, **control, control_which="rush")
    screens = run_with(lines)[0]
    assert sum(STOP in screen.detail for screen in screens) == 1
    assert screens[-2].ask == KNOWLEDGE.question["course"].ask
    # A wrong tick is taken back where it was made, not at what was asked about it.
    assert run_with([*lines, "3"])[0][-1].ask == KNOWLEDGE.question["feeling"].ask


def test_back_from_an_answer_chosen_on_the_review_leads_to_the_review_unchanged() -> None:
    lines = lines_to(REVIEW)
    assert run_with([*lines, "3", "b"])[0][-1] == run_with(lines)[0][-1]


def after(*lines: str) -> tuple[str, str]:
    """Type lines to the real command and stop; return what it says last, and what the last screen asked."""
    run = warm.run(
        [sys.executable, "-m", "spasm_cli", "check", "--plain"],
        input="".join(f"{line}\n" for line in (*lines, "q")),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "200"},
    )
    assert (run.returncode, run.stdout) == (130, "")
    return run.stderr.rpartition("quit: ")[2] or run.stderr.splitlines()[-1], run.stderr


TO_CHEST = lines_to("chest_which", now="chest")
TIGHT, UNSURE_OF_CHEST = number_of("chest_which", "tight"), number_of("chest_which", "not_sure")
TO_LOOK = lines_to("look")
SWOLLEN, UNSURE_OF_LOOK = number_of("look", "swollen"), number_of("look", "not_sure")


def test_what_other_tests_type_leads_to_an_emergency() -> None:
    lines = lines_to(EMERGENCY, age="40_to_59", now="chest", chest_which="tight")
    assert "".join(f"{line}\n" for line in lines) == TIGHT_CHEST


def test_a_ticked_emergency_needs_no_more_questions_whatever_else_is_unsure() -> None:
    """And stopping there says what to do."""
    told, said = after(*TO_CHEST, f"{TIGHT},{UNSURE_OF_CHEST}")
    assert "Which one are you not sure about?" not in said
    assert "Call 999 now" in told
    told, said = after(*TO_CHEST, UNSURE_OF_CHEST, f"{TIGHT},2", "1")
    assert said.count("How to check") == 1
    assert "Call 999 now" in told


def test_a_sign_that_was_ticked_is_told_when_somebody_stops_among_their_doubts() -> None:
    told, _ = after(*TO_LOOK, f"{SWOLLEN},{UNSURE_OF_LOOK}")
    assert "Get medical advice today" in told
    assert told.count("Get medical advice today") == 1
    told, _ = after(*TO_LOOK, UNSURE_OF_LOOK, f"{SWOLLEN},2", "1")
    assert told.count("Get medical advice today") == 1


def test_nobody_is_asked_about_a_last_answer_that_they_did_not_give() -> None:
    given_answers = Answers({"chest_which": Answer(("tight",))})
    front = Typed(["1"])
    converse(front, Interview(knowledge=KNOWLEDGE, given=given_answers), guard=lambda _: nullcontext())
    assert "last answer" not in front.screens[0].detail


def test_a_sign_said_before_is_told_though_a_half_finished_change_takes_it_back() -> None:
    """Going back to the screen of looks and leaving it among doubts has not unticked anything yet."""
    told, _ = after(*TO_LOOK, SWOLLEN, "b", UNSURE_OF_LOOK)
    assert told.count("Get medical advice today") == 1


def spasm(*words: str, typed: bytes, **env: str) -> tuple[int, str, str]:
    run = warm.run(
        [sys.executable, "-m", "spasm_cli", *words],
        input=typed,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "COLUMNS": "200", "LC_ALL": "C.UTF-8", **env},
    )
    code = env.get("PYTHONIOENCODING", "utf-8")
    code = code if "a".encode(code) == b"a" else "utf-8"
    return run.returncode, run.stdout.decode(code), run.stderr.decode(code)


@pytest.mark.parametrize("line", [b"\xe9", b"\xc3\x28 3", b"\xff\xfe1\x00", b"\xed\xa0\x80", b"\xf0\x9f\x98"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_bytes_that_are_no_text_are_no_number_and_cost_no_answer(line: bytes, encoding: str) -> None:
    first, _, rest = TIGHT_CHEST.encode().partition(b"\n")
    typed = first + b"\n" + line + b"\n" + rest + b"1\n"
    code, shown, told = spasm("check", "--plain", typed=typed, PYTHONIOENCODING=encoding)
    assert "Error: " in told
    assert "fault" not in told
    assert (code, "Call 999" in shown) == (0, True)


def test_an_answers_file_that_is_no_text_is_still_refused() -> None:
    code, shown, told = spasm("check", "--answers", "-", typed=b'region = "c\xe9"')
    assert (code, shown) == (2, "")
    assert "not UTF-8 text" in told


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (("check", "--plain"), b"\n" * 2000),
        (("check", "--plain"), b"?\n" * 2000),
        (("check", "--plain"), b"2\n" * 2000),
        (("check", "--plain"), b"1\nb\n" * 1000),
        (("check", "--plain"), b"\0" * 2_000_000),
        (("check", "--set", "region=calf", "--consult", "--plain"), b"2\n" * 2000),
    ],
)
def test_a_machine_at_the_keyboard_is_told_and_nothing_is_assessed(
    words: tuple[str, ...], typed: bytes
) -> None:
    code, shown, told = spasm(*words, typed=typed)
    assert (code, shown) == (2, "")
    last = told.splitlines()[-1]
    assert last.startswith(
        ("There were ten wrong lines in a row", "There were a hundred steps back", "A thousand lines came")
    )
    assert last.endswith(("Nothing was assessed.", "Nothing was saved."))


def test_a_danger_sign_is_told_before_a_machine_is() -> None:
    told = spasm("check", "--plain", typed=TIGHT_CHEST.encode() + b"x\n" * 10)[2]
    assert told.splitlines()[-2].startswith("Get emergency help now. Call 999")


@pytest.mark.parametrize("encoding", ["ascii", "iso8859-1", "cp1252", "cp437"])
@pytest.mark.parametrize(
    "words",
    [
        ("check", "--plain"),
        ("demo", "night_cramp"),
        ("demo", "night_cramp", "--plain", "--why"),
        ("check", "--answers", "-"),
        ("explain", "nocturnal_leg_cramp"),
        ("explain",),
        ("check", "--set", "region=calf", "--consult", "--plain"),
        ("check", "--bad…"),
    ],
    ids=" ".join,
)
def test_signs_that_an_encoding_lacks_have_a_form_that_it_has(words: tuple[str, ...], encoding: str) -> None:
    """No question mark, then, that stands for one."""
    lines = lines_to(REVIEW) if words == ("check", "--plain") else ["region = “calf”"]
    # In a consult it is no answer, and would be read back.
    typed = "".join(f"{line}\n" for line in lines if "--consult" not in words).encode()
    if words[-1] == "--plain":
        typed += b"2\n1\n1\n1\n"
    _, *found = spasm(*words, typed=typed, PYTHONIOENCODING=encoding)
    _, *meant = spasm(*words, typed=typed)
    for text, wanted in zip(found, meant, strict=True):
        assert text.count("?") == wanted.count("?")
        assert "�" not in text


def test_only_what_an_encoding_lacks_is_replaced() -> None:
    words = "“é” → 1 · 2…\ud800"
    assert fitting(words, "cp1252") == "“é” -> 1 · 2…?"
    assert fitting(words, "ascii") == '"?" -> 1 - 2...?'


@pytest.mark.parametrize(("size", "found"), [(40, 38), (200, 198), (0, 78), (3, 20)])
def test_a_terminal_is_measured_anew_each_time(size: int, found: int) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        for columns_now, wanted in ((80, 78), (size, found)):
            fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns_now, 0, 0))
            assert columns(terminal) == wanted
    os.close(ours)


def test_a_width_that_was_set_counts_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
        assert columns(terminal) == 38
    os.close(ours)
    assert columns(io.StringIO()) == 58
    assert columns(io.StringIO(), 50) == 50


def test_a_hint_about_quotes_keeps_its_point_in_ascii() -> None:
    typed = "region = “calf”\n".encode()
    told = spasm("check", "--answers", "-", typed=typed, PYTHONIOENCODING="ascii")[2]
    assert 'Text needs straight quotes ("), not curly ones.' in told


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "cp500", "utf-8-sig"])
def test_an_encoding_that_is_no_ascii_gives_way_to_utf_8(encoding: str) -> None:
    chest = f"{TIGHT_CHEST}1\n"
    code, result, told = spasm(
        "check", "--plain", typed=chest.encode(), SPASM_COUNTRY="gb", PYTHONIOENCODING=encoding
    )
    assert code == 0
    assert result.startswith("Urgency: Get emergency help now")
    assert "1. Calf" in told
