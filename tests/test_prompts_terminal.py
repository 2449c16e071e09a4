import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from prompt_toolkit.application import create_app_session, get_app_or_none
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import DummyOutput
from screens import (
    CTRL_B,
    CTRL_C,
    CTRL_D,
    CTRL_L,
    CTRL_N,
    CTRL_Q,
    CTRL_Z,
    DOWN,
    END,
    ENTER,
    ESCAPE,
    HOME,
    PAGE_DOWN,
    PAGE_UP,
    SPACE,
    TAB,
    UP,
    Terminal,
    settled,
)

from spasm_cli.core.vocabulary import NONE, NOT_SURE
from spasm_cli.files.words_file import own_words
from spasm_cli.prompts.choose_front import why_not_terminal
from spasm_cli.prompts.screens import Choice, Move, Screen, tick
from spasm_cli.prompts.terminal import TerminalFront
from spasm_cli.prompts.terminal_keys import SETTLE_SECONDS, Keyboard

TICK_SOMETHING = 'Tick at least one line, or "None of these".'
REPLIES = [
    "\x1bP>|tmux 3.3a\x1b\\",
    "\x1bP>|kitty(0.35.2)\x1b\\",
    "\x1bP1+r544e=787465726d2d6b69747479\x1b\\",
    "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    "\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
    "\x1b]l a title ? \r with keys\x1b\\",
    "\x1b]52;c;IA==\x07",
    "\x1b_Gi=31;OK\x1b\\",
    "\x1b^a private ? message\x1b\\",
    "\x1bXa string of ? any kind\x1b\\",
    "\x1b[?62;1;2;6;9;15;22c",
    "\x1b[>41;354;0c",
    "\x1b[24;80R",
    "\x1b[?2026;2$y",
    "\x1b[?1u",
    "\x1b[8;24;80t",
    "\x1b[0n",
    "\x1b[I",
    "\x1b[O",
    "\x1b[<35;12;7M",
    "\x1b[<0;12;7m",
    "\x1b[M  !",
    "\x1b[96;14;13M",
    "\x9b?62;1c",
    "\x9d11;rgb:1e1e/1e1e/2e2e\x9c",
    "\x90>|tmux ?\x9c",
    "\x1b[200~ yes \r ? \x1b[201~",
]
"""What terminals say by themselves, most of it in answer to another program's question that is gone by then."""
BRACKETED = "\x1b[200~{}\x1b[201~"

WORDS = own_words()


def screen(
    *ids: str,
    many: bool = False,
    ticked: frozenset[str] = frozenset(),
    can_go_back: bool = True,
    enter: str = "",
) -> Screen:
    return Screen(
        words=WORDS,
        heading="About the spasm · 4 of about 9",
        ask="When does it come?",
        choices=tuple(Choice(id=name, label=name.title()) for name in ids),
        many=many,
        ticked=ticked,
        enter=enter or ids[0],
        help="It tells causes apart.",
        can_go_back=can_go_back,
    )


ONE = screen("bed", "sport", "walking")
MANY = screen("fever", "rash", "swelling", NONE, NOT_SURE, many=True)


@pytest.fixture(autouse=True)
def _no_endless_prompt() -> Iterator[None]:
    def stop(_number: int, _frame: object) -> None:
        pytest.fail("a prompt never ended")

    earlier = signal.signal(signal.SIGALRM, stop)
    signal.alarm(120)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, earlier)


@pytest.fixture(autouse=True)
def _settled() -> Iterator[None]:
    with settled():
        yield


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe, create_app_session(input=pipe):
        yield pipe


Press = Callable[..., set[str] | Move]


@pytest.fixture
def press(keyboard: PipeInput) -> Press:
    """Ask a screen and press keys; a trailing Ctrl-D ends what did not end by itself."""

    def ask(shown: Screen, *keys: str) -> set[str] | Move:
        keyboard.send_text("".join(keys))
        return TerminalFront(DummyOutput()).ask(shown)

    return ask


def nothing_happens(press: Press, shown: Screen, *keys: str) -> bool:
    with pytest.raises(EOFError):
        press(shown, *keys, CTRL_D)
    return True


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        ([ENTER], "bed"),
        ([DOWN, ENTER], "sport"),
        ([*"jjkhlgGNeck0456789", TAB, CTRL_N, ENTER], "bed"),
        ([END, ENTER], "walking"),
        ([DOWN, END, HOME, ENTER], "bed"),
        (["\x1b[4~", "\x1bOA", ENTER], "sport"),
        ([PAGE_DOWN, ENTER], "walking"),
        ([PAGE_DOWN, PAGE_DOWN, PAGE_UP, DOWN, ENTER], "sport"),
        ([UP, ENTER], "walking"),
        ([DOWN, DOWN, DOWN, ENTER], "bed"),
        (["a", "i", SPACE, CTRL_Q, ENTER], "bed"),
        (["2", ENTER], "sport"),
        (["3", "1", "9", ENTER], "bed"),
        (["?", DOWN, "?", ENTER], "sport"),
        ([PAGE_DOWN, PAGE_UP, ENTER], "bed"),
    ],
)
def test_one_line_is_chosen(press: Press, keys: list[str], chosen: str) -> None:
    assert press(ONE, *keys) == {chosen}


LISTED = replace(screen("done", "pain", "painkillers", "passing water", "side"), find=True)


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (["s", ENTER], "side"),
        (["Pa", ENTER], "pain"),
        (["paink", ENTER], "painkillers"),
        (["passing w", ENTER], "passing water"),
        (["p", "s", ENTER], "side"),
        (["pa", DOWN, "s", ENTER], "side"),
        (["pas", UP, "d", ENTER], "done"),
        (["x", SPACE, ENTER], "done"),
        (["2", "x", ENTER], "pain"),
    ],
)
def test_letters_find_a_line_of_a_long_list(press: Press, keys: list[str], chosen: str) -> None:
    assert press(LISTED, *keys) == {chosen}


def test_a_list_of_one_starts_on_the_earlier_answer(press: Press) -> None:
    assert press(screen("bed", "sport", "walking", ticked=frozenset({"sport"})), ENTER) == {"sport"}


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        ([SPACE, ENTER], {"fever"}),
        ([SPACE, DOWN, SPACE, ENTER], {"fever", "rash"}),
        ([SPACE, DOWN, SPACE, UP, SPACE, ENTER], {"rash"}),
        ([SPACE, DOWN, DOWN, DOWN, SPACE, ENTER], {NONE}),
        ([DOWN, DOWN, DOWN, SPACE, UP, SPACE, ENTER], {"swelling"}),
        ([*"jkhlgGNeck56789", TAB, CTRL_N, SPACE, ENTER], {"fever"}),
        ([END, SPACE, HOME, SPACE, ENTER], {"fever", NOT_SURE}),
        ([PAGE_DOWN, UP, SPACE, PAGE_UP, PAGE_UP, ENTER], {NONE}),
        ([SPACE, UP, SPACE, ENTER], {"fever", NOT_SURE}),
        ([UP, SPACE, UP, SPACE, ENTER], {NONE}),
        ([UP, UP, SPACE, DOWN, SPACE, ENTER], {NOT_SURE}),
        (["a", "i", SPACE, "a", "i", CTRL_Q, ENTER], {"fever"}),
        (["1", "3", "3", "2", ENTER], {"fever", "rash"}),
        (["2", "0", ENTER], {NONE}),
        (["0", "4", ENTER], {NOT_SURE}),
    ],
)
def test_any_number_of_lines_are_ticked(press: Press, keys: list[str], chosen: set[str]) -> None:
    assert press(MANY, *keys) == chosen


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("keys", [[ENTER], [SPACE, SPACE, ENTER], ["?", ENTER, ENTER, "?"], ["7", ENTER]])
def test_nothing_is_chosen_before_a_key_that_points(press: Press, keys: list[str], many: bool) -> None:
    nowhere = replace(MANY if many else ONE, enter="")
    with pytest.raises(EOFError):
        press(nowhere, *keys, CTRL_D)


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [([DOWN], "bed"), ([UP], "walking"), ([PAGE_DOWN], "walking"), ([HOME], "bed"), (["2"], "sport")],
)
def test_from_nowhere_a_key_leads_to_the_first_or_the_last_line(
    press: Press, keys: list[str], chosen: str
) -> None:
    assert press(replace(ONE, enter=""), *keys, ENTER) == {chosen}


def test_a_line_of_choices_is_taken_by_its_digit_and_enter_is_done(keyboard: PipeInput) -> None:
    choices = (Choice(id="steps", label="All steps"), Choice(id="why", label="Why"))
    for keys, chosen in (("2", "why"), ("x9 1", "steps"), (ENTER, "")):
        keyboard.send_text(keys)
        assert TerminalFront(DummyOutput()).pick(WORDS, choices) == chosen
    for keys, end in ((CTRL_C, KeyboardInterrupt), (CTRL_D, EOFError)):
        keyboard.send_text(keys)
        with pytest.raises(end):
            TerminalFront(DummyOutput()).pick(WORDS, choices)


def test_earlier_ticks_are_kept(press: Press) -> None:
    earlier = screen("fever", "rash", NONE, many=True, ticked=frozenset({"rash", "no_longer_there"}))
    assert press(earlier, ENTER) == {"rash"}
    assert press(earlier, SPACE, ENTER) == {"fever", "rash"}


def test_an_empty_answer_is_not_taken(press: Press) -> None:
    assert press(MANY, ENTER, ENTER, SPACE, ENTER) == {"fever"}


@pytest.mark.parametrize("shown", [ONE, MANY], ids=["one", "many"])
class TestEveryList:
    @pytest.mark.parametrize("key", [ESCAPE, CTRL_B])
    def test_goes_back(self, press: Press, shown: Screen, key: str) -> None:
        assert press(shown, key) is Move.BACK

    def test_goes_back_at_once(self, keyboard: PipeInput, shown: Screen) -> None:
        """Left alone, prompt_toolkit waits up to 1.5 seconds for what might follow an Escape."""
        waits: set[float | None] = set()

        class Watching(DummyOutput):
            def flush(self) -> None:
                if app := get_app_or_none():
                    waits.update((app.ttimeoutlen, app.timeoutlen))

        keyboard.send_text(ESCAPE)
        assert TerminalFront(Watching()).ask(shown) is Move.BACK
        assert max(wait or 9 for wait in waits) <= 0.1

    @pytest.mark.parametrize("key", [ESCAPE, CTRL_B])
    def test_does_not_go_back_from_the_first_question(
        self, keyboard: PipeInput, shown: Screen, key: str
    ) -> None:
        first = screen(*(choice.id for choice in shown.choices), many=shown.many, can_go_back=False)
        keyboard.send_text(key)
        keyboard.close()
        with pytest.raises(EOFError):
            TerminalFront(DummyOutput()).ask(first)

    @pytest.mark.parametrize(
        "keys",
        [
            *REPLIES,
            "\x1bx",
            "\x1b\r",
            "\x1b[57399u",
            "\x1b[99;5~",
            "\x1b\x1b[A",
            "\x1bOP",
            "\x1bO5P",
            "\x1b[[A",
        ],
    )
    def test_takes_no_reply_and_no_other_key_for_one_of_its_own(
        self, press: Press, shown: Screen, keys: str
    ) -> None:
        assert nothing_happens(press, shown, keys)
        assert press(shown, DOWN, keys, UP, keys, SPACE, ENTER) == {shown.choices[0].id}

    def test_swallows_a_paste(self, press: Press, shown: Screen) -> None:
        assert nothing_happens(press, shown, BRACKETED.format(" \r\n \r"))

    def test_ctrl_c_stops(self, press: Press, shown: Screen) -> None:
        with pytest.raises(KeyboardInterrupt):
            press(shown, CTRL_C)

    def test_ctrl_d_ends(self, press: Press, shown: Screen) -> None:
        with pytest.raises(EOFError):
            press(shown, CTRL_D)

    def test_the_end_of_the_input_ends(self, keyboard: PipeInput, shown: Screen) -> None:
        keyboard.close()
        with pytest.raises(EOFError):
            TerminalFront(DummyOutput()).ask(shown)

    def test_keys_behind_an_answer_do_not_answer_the_next(self, press: Press, shown: Screen) -> None:
        press(shown, SPACE, ENTER, SPACE, ENTER)
        assert nothing_happens(press, shown)


class Later(DummyOutput):
    """Presses keys when a screen has stood for its first moment."""

    def __init__(self, pipe: PipeInput, keys: str) -> None:
        self._timer: Timer | None = None
        self._press = partial(pipe.send_text, keys)

    def flush(self) -> None:
        app = get_app_or_none()
        if self._timer is None and app and app.render_counter:
            self._timer = Timer(LONG + 0.05, self._press)
            self._timer.start()


LONG = 1.5
"""Seconds that the first moment takes here, so that a slow machine is still in time."""


@pytest.mark.parametrize("keys", [SPACE + ENTER, ESCAPE, CTRL_B, "1" + ENTER, "0" + ENTER, "?" + UP + ENTER])
def test_keys_that_are_there_with_the_screen_count_for_nothing(
    keyboard: PipeInput, monkeypatch: pytest.MonkeyPatch, keys: str
) -> None:
    monkeypatch.setattr("spasm_cli.prompts.terminal_keys.SETTLE_SECONDS", LONG)
    keyboard.send_text(keys)
    assert TerminalFront(Later(keyboard, "2" + ENTER)).ask(MANY) == {"rash"}


def test_a_line_of_choices_waits_for_its_reader_too(
    keyboard: PipeInput, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spasm_cli.prompts.terminal_keys.SETTLE_SECONDS", LONG)
    keyboard.send_text("1" + ENTER)
    choices = (Choice(id="steps", label="All steps"), Choice(id="why", label="Why"))
    assert TerminalFront(Later(keyboard, "2")).pick(WORDS, choices) == "why"


@pytest.mark.parametrize(("key", "end"), [(CTRL_C, KeyboardInterrupt), (CTRL_D, EOFError)])
def test_what_stops_works_from_the_start(
    press: Press, monkeypatch: pytest.MonkeyPatch, key: str, end: type[BaseException]
) -> None:
    monkeypatch.setattr("spasm_cli.prompts.terminal_keys.SETTLE_SECONDS", 1e9)
    for shown in (ONE, MANY):
        with pytest.raises(end):
            press(shown, ENTER, key)


def heard(pieces: list[str]) -> list[str]:
    """Feed pieces with a while between them, and return the keys."""
    found: list[KeyPress] = []
    keyboard = Keyboard(found.append)
    for piece in pieces:
        keyboard.feed(piece)
        keyboard.flush()
    return [press.key for press in found]


@pytest.mark.parametrize("reply", [*REPLIES, UP], ids=repr)
def test_a_sequence_in_two_pieces_is_one(reply: str) -> None:
    for cut in range(2, len(reply)):
        assert heard(["a", reply[:cut], reply[cut:], SPACE]) == [
            "a",
            *([Keys.Up] if reply == UP else []),
            SPACE,
        ]


@pytest.mark.parametrize(
    "reply", [*REPLIES, BRACKETED.format("a b " * 1000)], ids=lambda reply: repr(reply[:9])
)
def test_a_sequence_in_many_pieces_is_one(reply: str) -> None:
    keyboard = Keyboard(lambda press: pytest.fail(str(press)))
    for letter in reply:
        keyboard.feed(letter)


@pytest.mark.parametrize("opened", ["\x1bP", "\x1b]", "\x1b_", "\x1b[", "\x1b[200~", "\x1bO", "\x1b[M"])
def test_a_sequence_that_never_ends_does_not_take_the_keys_for_good(
    opened: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[KeyPress] = []
    keyboard = Keyboard(found.append)
    keyboard.feed(opened)
    keyboard.flush()
    monkeypatch.setattr("time.monotonic", lambda: 1e9)
    keyboard.feed(SPACE)
    assert [press.key for press in found] == [SPACE]


@pytest.mark.parametrize("opened", ["\x1bPab", "\x1b]11;", "\x1b_G", "\x1b[1;", "\x1bX", "\x1b^"])
@pytest.mark.parametrize("key", [CTRL_C, CTRL_D, UP])
def test_arrows_and_what_ends_a_question_work_in_the_middle_of_a_sequence(opened: str, key: str) -> None:
    assert heard([opened + key]) == heard([opened, key]) == [ANSI_SEQUENCES[key]]


def test_esc_stands_for_itself_after_a_while_and_twice_is_once() -> None:
    assert heard([ESCAPE]) == heard([ESCAPE + ESCAPE]) == [Keys.Escape]


@given(
    noise=st.text(st.sampled_from("\x1b\x1b\x1b[]PO?;1 M~ABR\\\x07\x9b\x90_^X\udc9b\x18"), max_size=30),
    cut=st.integers(0, 30),
)
def test_no_noise_is_lost_on_the_keyboard_for_long(noise: str, cut: int) -> None:
    """Ctrl-C is heard after anything but an unended paste and the coordinates of an old mouse."""
    assert Keys.ControlC in heard([noise[:cut], noise[cut:], *([CTRL_C] * 4)])


@settings(max_examples=40, deadline=None)
@given(keys=st.lists(st.sampled_from([UP, DOWN, SPACE, SPACE, "a", "?"]), max_size=12))
def test_ticks_follow_the_rule_and_are_never_a_problem(keys: list[str]) -> None:
    at, ticked, names = 0, set[str](), [choice.id for choice in MANY.choices]
    for key in keys:
        at = (at + {UP: -1, DOWN: 1}.get(key, 0)) % len(names)
        ticked = tick(ticked, names[at]) if key == SPACE else ticked
    with create_pipe_input() as pipe, create_app_session(input=pipe):
        pipe.send_text("".join([*keys, ENTER, CTRL_D]))
        try:
            assert TerminalFront(DummyOutput()).ask(MANY) == ticked
        except EOFError:
            assert MANY.problem(ticked)


# Where it works


class FakeStream:
    closed = False

    def __init__(self, *, is_terminal: bool = True, encoding: str = "utf-8") -> None:
        self.encoding = encoding
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@pytest.mark.parametrize(
    ("stdin", "stderr", "term", "reason"),
    [
        (FakeStream(), FakeStream(), "xterm", None),
        (FakeStream(), FakeStream(encoding="iso8859-1"), "vt100", None),
        (FakeStream(is_terminal=False), FakeStream(), "xterm", "standard input is not a terminal"),
        (None, FakeStream(), "xterm", "standard input is not a terminal"),
        (FakeStream(), FakeStream(is_terminal=False), "xterm", "standard error is not a terminal"),
        (FakeStream(), None, "xterm", "standard error is not a terminal"),
        (FakeStream(), FakeStream(), "dumb", "this terminal cannot move its cursor (TERM=dumb)"),
        (
            FakeStream(),
            FakeStream(),
            "dumb-emacs-ansi",
            "this terminal cannot move its cursor (TERM=dumb-emacs-ansi)",
        ),
        (FakeStream(), FakeStream(), "", "this terminal cannot move its cursor (TERM=unset)"),
        (FakeStream(), FakeStream(), None, "this terminal cannot move its cursor (TERM=unset)"),
        (
            FakeStream(),
            FakeStream(encoding="ANSI_X3.4-1968"),
            "xterm",
            "this terminal takes only ASCII characters",
        ),
    ],
)
def test_says_why_a_terminal_will_not_do(
    monkeypatch: pytest.MonkeyPatch,
    stdin: FakeStream | None,
    stderr: FakeStream | None,
    term: str | None,
    reason: str | None,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("sys.stdin", stdin)
        patch.setattr("sys.stderr", stderr)
        patch.delenv("TERM", raising=False)
        if term is not None:
            patch.setenv("TERM", term)
        found = why_not_terminal(WORDS)
    assert found == reason


def test_asking_whether_it_works_loads_no_terminal_library() -> None:
    probe = (
        "import sys, spasm_cli.prompts.choose_front as front; from spasm_cli.files.words_file import own_words\n"
        "front.why_not_terminal(own_words())\n"
        "heavy = {'questionary', 'prompt_toolkit', 'asyncio', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", probe], check=True)


# In a real terminal

LABELS = {
    "skin": "You cannot feel the skin between your legs, or around your back passage",
    "water": "You cannot pass water, or do not notice when you do",
    "weak": "Both legs have become weak in the last few days",
    "calf": "One calf is swollen, warm and red, and the other one is not",
}
ASK = "Is any of this true of your back or legs right now? Tick all that are."
HELP = "These are rare. They matter because some of them need treatment within hours."
EMERGENCY = " ".join(f"sentence number {number} says what to do now." for number in range(1, 25))

SCRIPT = f"""
import select, signal, sys
from spasm_cli.files.words_file import own_words
from spasm_cli.prompts.screens import Choice, Screen
from spasm_cli.prompts.terminal import TerminalFront
from spasm_cli.prompts.terminal_keys import Keyboard

WORDS = own_words()

def screen(labels, **more):
    return Screen(words=WORDS, choices=tuple(Choice(id=name, label=label) for name, label in labels.items()), **more)

rest = {{"none": "None of these", "not_sure": "Not sure about one of these"}}
many = screen({LABELS!r} | rest, heading="Safety · 3 of about 9", ask={ASK!r}, help={HELP!r}, many=True)
one = screen({{"bed": "In bed, at night", "sport": "While exercising, or within an hour after it"}},
             heading="About the spasm · 4 of about 9", ask="When does it come?",
             detail="If both are true, choose the one that bothers you most.", ticked=frozenset({{"sport"}}))
long = screen({{f"line{{n}}": f"Line {{n}} has many words, so that it fills more than one row when narrow" for n in range(1, 16)}},
              heading="About you · 7 of about 9", ask="Which of these is it?", many=True)
emergency = screen({{"done": "Yes: finish here and get help", "no": "No: I ticked the wrong line, take me back"}},
                   heading="Safety", ask={EMERGENCY!r}, detail="Was that last answer right?")
signs = screen({{"none": "None · or “a few”"}}, heading="Safety", ask="Which", detail="You said: “In bed” → “calf”…")
wide = screen({{"ja": "夜中にふくらはぎがつって目が覚めることがありますか", "e": "Une crampe à l'effort"}}, heading="日本", ask="こむら返りはいつ起きますか")

front = TerminalFront()
for name in sys.argv[1:]:
    if name == "busy":
        print("type ahead now", flush=True)
        select.select([sys.stdin], [], [])
        continue
    try:
        chosen = front.ask(globals()[name])
    except EOFError:
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    print("answer:", *sorted(chosen) if isinstance(chosen, set) else [chosen], flush=True)
"""


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("script") / "ask.py"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


Open = Callable[..., Terminal]


@pytest.fixture
def terminal(script: Path) -> Open:
    """Run the script in a terminal; the arguments name what it asks."""

    def run(*names: str, **surroundings: Any) -> Terminal:
        return Terminal([sys.executable, str(script), *names], **surroundings)

    return run


HINT = "Ctrl-C: stop"


def at(number: int) -> str:
    """Return what stands before the line that is pointed at: its digit, as far as there are any."""
    return f"» {number} [ ]" if number < 10 else "» [ ]"


@pytest.mark.slow
class TestLook:
    def test_at_80_columns(self, terminal: Open) -> None:
        with terminal("many") as it:
            it.wait_for(HINT)
            assert it.lines == [
                "Safety · 3 of about 9",
                "Is any of this true of your back or legs right now? Tick all that are.",
                "",
                "  1 [ ] You cannot feel the skin between your legs, or around your back passage",
                "  2 [ ] You cannot pass water, or do not notice when you do",
                "  3 [ ] Both legs have become weak in the last few days",
                "  4 [ ] One calf is swollen, warm and red, and the other one is not",
                "  0 [ ] None of these",
                "  5 [ ] Not sure about one of these",
                "",
                "Up/Down: move  Space: tick  Enter: go on  Esc: back  ?: why  Ctrl-C: stop",
            ]
            assert it.is_bold("Is any of this true")
            it.send(DOWN)
            it.wait_for("» 1 [ ] You cannot feel")
            assert it.is_bold("» 1 [ ] You cannot feel")
            assert not it.is_bold("Safety")
            assert not it.is_bold("Both legs")

    def test_at_40_columns_with_help_and_error(self, terminal: Open) -> None:
        with terminal("many", columns=40) as it:
            it.wait_for(HINT)
            it.send(DOWN + SPACE + SPACE + ENTER + "?")
            it.wait_for(TICK_SOMETHING, HELP, HINT)
            assert it.lines == [
                "Safety · 3 of about 9",
                "Is any of this true of your back or",
                "legs right now? Tick all that are.",
                "",
                "» 1 [ ] You cannot feel the skin",
                "        between your legs, or around",
                "        your back passage",
                "  2 [ ] You cannot pass water, or do",
                "        not notice when you do",
                "  3 [ ] Both legs have become weak in",
                "        the last few days",
                "  4 [ ] One calf is swollen, warm and",
                "        red, and the other one is not",
                "  0 [ ] None of these",
                "  5 [ ] Not sure about one of these",
                'Tick at least one line, or "None of',
                'these". Space ticks.',
                "",
                "These are rare. They matter because",
                "some of them need treatment within",
                "hours.",
                "Up/Down: move  Space: tick",
                "Enter: go on  Esc: back  ?: close",
                "Ctrl-C: stop",
            ]
            it.send(SPACE + "?")
            it.wait_for("[✓] You cannot feel")
            it.wait_without(HELP)
            assert TICK_SOMETHING not in it.text

    def test_a_list_of_one_has_no_boxes(self, terminal: Open) -> None:
        with terminal("one") as it:
            it.wait_for(HINT)
            assert it.lines == [
                "About the spasm · 4 of about 9",
                "When does it come?",
                "If both are true, choose the one that bothers you most.",
                "",
                "  1 In bed, at night",
                "» 2 While exercising, or within an hour after it",
                "",
                "Up/Down: move  Enter: go on  Esc: back  Ctrl-C: stop",
            ]

    def test_letters_of_two_cells_are_not_cut(self, terminal: Open) -> None:
        with terminal("wide", columns=24) as it:
            it.wait_for(HINT)
            shown = re.sub(r"\s", "", it.text)
            assert "夜中にふくらはぎがつって目が覚めることがありますか" in shown
            assert "こむら返りはいつ起きますか" in shown

    def test_what_was_asked_is_wiped_off(self, terminal: Open) -> None:
        with terminal("many", "one") as it:
            it.wait_for("Safety", HINT)
            it.send(DOWN + SPACE + ENTER)
            it.wait_for("When does it come?", HINT)
            assert it.lines[:2] == ["answer: skin", "About the spasm · 4 of about 9"]
            it.send(ENTER)
            assert it.wait_exit() == 0
            assert it.lines == ["answer: skin", "answer: sport"]


@pytest.mark.slow
class TestRoom:
    @pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 24), (40, 8), (20, 24), (20, 8)])
    def test_every_line_is_reached_and_whole(self, terminal: Open, columns: int, rows: int) -> None:
        with terminal("long", columns=columns, rows=rows) as it:
            it.wait_for("[ ] Line 1 has")
            for number in range(1, 16):
                it.send(DOWN)
                it.wait_for(
                    f"{at(number)} Line {number} has many words, "
                    "so that it fills more than one row when narrow"
                )
            it.send(DOWN)
            it.wait_for("» 1 [ ] Line 1 has")
            it.send(DOWN * 14)
            it.wait_for("» [ ] Line 15 has many words, so that it fills more than one row when narrow")
            it.send(ENTER)
            it.wait_for("Tick at least one")
            it.send(SPACE)
            it.wait_for("» [✓] Line 15 has")
            it.send(ENTER)
            it.wait_exit()
            assert it.text.endswith("answer: line15")

    @pytest.mark.parametrize(("columns", "rows"), [(40, 24), (40, 8), (20, 24)])
    def test_every_word_of_a_long_text_is_reached(self, terminal: Open, columns: int, rows: int) -> None:
        with terminal("emergency", columns=columns, rows=rows) as it:
            it.wait_for("PgDn", "1 Yes: finish here and get help")
            missing = [*EMERGENCY.split(" "), "right?"]
            for _ in range(40):
                before = it.lines
                words = set(it.text.split())
                missing = [word for word in missing if word not in words]
                if not missing:
                    break
                it.send(PAGE_DOWN)
                it.wait_until(lambda before=before: it.lines != before, "another page")  # type: ignore[misc]
            assert not missing
            it.send(DOWN + DOWN)
            it.wait_for("» 2 No: I ticked the wrong line, take me back")

    def test_nothing_is_cut_at_any_width(self, terminal: Open) -> None:
        with terminal("one", "many", rows=60) as it:
            it.wait_for(HINT)
            it.send(ENTER)
            it.wait_for(ASK, HINT)
            for columns in [*range(79, 19, -7), 20, *range(25, 140, 23)]:
                it.raw = b""
                it.resize(columns, 60)
                fits = min(columns, 100) - 1
                it.wait_until(
                    lambda fits=fits: (  # type: ignore[misc]
                        HINT in it.raw.decode(errors="replace")
                        and all(label in it.text for label in [*LABELS.values(), ASK, HINT])
                        and max(map(len, it.lines)) <= fits
                    ),
                    f"everything in {columns} columns",
                )
                assert it.text.count("Safety · 3 of about 9") == 1
                assert b"\x1b[2J" not in it.raw

    def test_a_lower_window_scrolls_and_a_higher_one_shows_all_again(self, terminal: Open) -> None:
        with terminal("long") as it:
            it.wait_for("Line 15 has", HINT)
            it.send(UP)
            it.wait_for("» [ ] Line 15 has")
            it.resize(80, 8)
            it.wait_until(
                lambda: "Line 15 of 15" in it.text and "Line 1 has" not in it.text, "a scrolled list"
            )
            it.resize(80, 30)
            it.wait_for("Which of these is it?", "[ ] Line 1 has", "» [ ] Line 15 has", HINT)

    def test_page_keys_and_ends_move_in_a_list_that_scrolls(self, terminal: Open) -> None:
        with terminal("long", columns=40, rows=17) as it:
            it.wait_for("Line 1 of 15")
            assert "PgDn" not in it.text
            for key, number in (
                (PAGE_DOWN, 5),
                (END, 15),
                (PAGE_UP, 11),
                (PAGE_UP, 7),
                (HOME, 1),
                (PAGE_UP, 1),
            ):
                it.send(key)
                it.wait_for(f"{at(number)} Line {number} has", f"Line {number} of 15")

    def test_an_error_stands_under_a_list_that_scrolls(self, terminal: Open) -> None:
        with terminal("long", columns=30, rows=17) as it:
            it.wait_for("Line 1 of 15")
            it.send(ENTER)
            it.wait_for("Tick at least one line", "Line 1 of 15")
            error = next(number for number, line in enumerate(it.lines) if line.startswith("Tick"))
            assert it.lines[error - 1].strip()

    def test_a_line_is_shown_whole_or_not_at_all(self, terminal: Open) -> None:
        whole = re.compile(
            r"(» |)(\d |)\[[✓ ]\] Line \d+ has many words, so that it fills more than one row when narrow ?"
        )
        with terminal("long", columns=30, rows=17) as it:
            it.wait_for("Line 1 of 15")
            steps = [
                *((DOWN, number) for number in range(1, 16)),
                *((UP, number) for number in range(14, 0, -1)),
            ]
            for key, number in steps:
                it.send(key)
                it.wait_for(f"{at(number)} Line {number} has", f"Line {number} of 15")
                listed = it.text.partition("Which of these is it? ")[2].partition(f"Line {number} of 15")[0]
                assert whole.search(listed)
                assert not whole.sub("", listed)


@pytest.mark.slow
class TestEnds:
    def test_back(self, terminal: Open) -> None:
        with terminal("many") as it:
            it.wait_for(HINT)
            it.send(ESCAPE)
            assert it.wait_exit() == 0
            assert it.lines == ["answer: Move.BACK"]

    @pytest.mark.parametrize(("key", "code"), [(CTRL_C, 130), (CTRL_D, 2)])
    def test_keys(self, terminal: Open, key: str, code: int) -> None:
        with terminal("many") as it:
            it.wait_for(HINT)
            assert not it.is_sane
            it.send(key)
            assert it.wait_exit() == code
            assert it.lines == [""]
            assert it.is_sane

    @pytest.mark.parametrize(
        ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
    )
    @pytest.mark.parametrize("name", ["one", "many"])
    def test_signals(self, terminal: Open, name: str, number: signal.Signals, code: int) -> None:
        with terminal(name) as it:
            it.wait_for(HINT)
            it.kill(number)
            assert it.wait_exit() == code
            if number != signal.SIGHUP:
                assert it.is_sane
                assert it.lines == [""]
                assert it.raw.rindex(b"\x1b[?2004l") > it.raw.rindex(b"\x1b[?2004h")
                assert it.raw.rindex(b"\x1b[?25h") > it.raw.rindex(b"\x1b[?25l")

    def test_ctrl_z_suspends_and_fg_draws_again(self, script: Path) -> None:
        with Terminal(["bash", "--norc", "--noprofile", "-i"], rows=30) as it:
            it.wait_for("$")
            it.send(shlex.join([sys.executable, str(script), "many"]) + "\r")
            it.wait_for(HINT)
            it.send(DOWN + SPACE + DOWN)
            it.wait_for("[✓] You cannot feel", "» 2 [ ] You cannot pass")
            it.send(CTRL_Z)
            it.wait_for("Stopped")
            it.send("fg\r")
            it.wait_for("fg", "[✓] You cannot feel", "» 2 [ ] You cannot pass", HINT)
            it.send(SPACE + ENTER)
            it.wait_for("answer: skin water $")


@pytest.mark.slow
class TestSurroundings:
    def test_questions_go_to_standard_error(self, tmp_path: Path, script: Path) -> None:
        inner = shlex.join([sys.executable, str(script), "many"])
        with Terminal(["sh", "-c", f"{inner} > result.txt"], cwd=tmp_path) as it:
            it.wait_for(ASK, HINT)
            it.send(DOWN + SPACE + ENTER)
            assert it.wait_exit() == 0
        assert (tmp_path / "result.txt").read_text() == "answer: skin\n"

    def test_type_ahead_counts_for_nothing(self, terminal: Open) -> None:
        with terminal("busy", "many") as it:
            it.wait_for("type ahead now")
            it.send(SPACE + ENTER + DOWN + SPACE)  # echoed, the last two on a line that is not ended
            it.wait_for(HINT)
            assert "Safety · 3 of about 9" in it.lines
            assert "»" not in it.text
            assert "[✓]" not in it.text
            it.send(UP + SPACE + ENTER)
            it.wait_exit()
            assert it.text.endswith("answer: not_sure")

    @pytest.mark.parametrize("keys", [SPACE + ENTER, ESCAPE, "1" + ENTER, UP + SPACE + ENTER, "?"])
    def test_what_comes_in_the_first_moment_of_a_screen_counts_for_nothing(
        self, terminal: Open, keys: str
    ) -> None:
        with terminal("many", "one") as it:
            it.wait_for(HINT)
            it.send_at_once(keys)
            time.sleep(2 * SETTLE_SECONDS)
            it.send(DOWN)
            it.wait_for("» 1 [ ] You cannot feel", HINT)
            assert "[✓]" not in it.text
            assert HELP not in it.text
            it.send(SPACE + ENTER)
            it.wait_for("answer: skin", "When does it come?", HINT)
            it.send_at_once(ENTER)
            time.sleep(2 * SETTLE_SECONDS)
            assert "When does it come?" in it.text
            it.send(ENTER)
            assert it.wait_exit() == 0
            assert it.lines == ["answer: skin", "answer: sport"]

    def test_a_paste_counts_for_nothing(self, terminal: Open) -> None:
        with terminal("many") as it:
            it.wait_for(HINT)
            it.send(BRACKETED.format("yes \r no \r") + DOWN)
            it.wait_for("» 1 [ ] You cannot feel")
            assert "[✓]" not in it.text
            assert TICK_SOMETHING not in it.text

    def test_a_terminal_that_answers_nothing_is_not_asked(self, terminal: Open) -> None:
        with terminal("many") as it:
            it.wait_for(HINT)
            assert b"\x1b[6n" not in it.raw

    @pytest.mark.parametrize("value", ["1", None])
    def test_no_color(self, terminal: Open, value: str | None) -> None:
        with terminal("many", env={"NO_COLOR": value}) as it:
            it.wait_for(HINT)
            it.send(ENTER)
            it.wait_for(TICK_SOMETHING)
            it.send(DOWN + SPACE)
            it.wait_for("» 1 [✓] You cannot feel")
            assert it.is_bold("» 1 [✓] You")
            sgr = {code for found in re.findall(rb"\x1b\[([0-9;]*)m", it.raw) for code in found.split(b";")}
            assert not sgr - {b"", b"0", b"1", b"2"}, "bold and dim alone"

    @pytest.mark.parametrize(
        "env",
        [
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            {"PYTHONIOENCODING": "ascii"},
            {"PYTHONIOENCODING": "iso8859-1"},
        ],
    )
    def test_marks_differ_where_letters_are_few(self, terminal: Open, env: dict[str, str | None]) -> None:
        with terminal("many", columns=40, env=env) as it:
            it.wait_for(HINT)
            it.send(DOWN + SPACE + DOWN)
            it.wait_for("1 [x] You cannot feel the skin", "> 2 [ ] You cannot pass water")
            assert "        between your legs, or around" in it.lines

    def test_a_linux_console_gets_what_its_font_has(self, terminal: Open) -> None:
        with terminal("many", env={"TERM": "linux"}) as it:
            it.wait_for("Safety · 3 of about 9", HINT)
            it.send(DOWN)
            it.wait_for("> 1 [ ] You cannot feel")

    def test_signs_have_the_form_that_the_encoding_has(self, terminal: Open) -> None:
        with terminal("signs", columns=30, env={"PYTHONIOENCODING": "ascii"}) as it:
            it.wait_for('You said: "In bed" -> "calf"...', '0 None - or "a few"', HINT)
            assert "?" not in it.text

    @pytest.mark.parametrize("name", ["one", "many"])
    def test_ctrl_l_mends_a_screen_that_another_program_wrote_on(self, terminal: Open, name: str) -> None:
        with terminal(name) as it:
            it.wait_for(HINT)
            before = it.lines
            it.spoil("Broadcast message")
            it.wait_for("Broadcast message")
            it.send(CTRL_L)
            it.wait_until(lambda: it.lines == before, "the screen as it was")
            it.send(UP + DOWN + CTRL_L + SPACE + ENTER)
            it.wait_for("answer: ")

    @pytest.mark.parametrize("env", [{}, {"SSH_CONNECTION": "1 2 3 4"}, {"SSH_TTY": "/dev/pts/0"}])
    @pytest.mark.parametrize("pieces", [("\x1b", "[B"), ("\x1b[", "B"), ("\x1b", "[", "B"), ("\x1bO", "B")])
    def test_a_key_that_comes_in_pieces_does_not_go_back(
        self, terminal: Open, pieces: tuple[str, ...], env: dict[str, str | None]
    ) -> None:
        with terminal("many", env=env) as it:
            it.wait_for(HINT)
            for piece in pieces:
                it.send(piece)
                time.sleep(0.3 if env else 0.06)
            it.wait_for("» 1 [ ] You cannot feel", HINT)

    def test_a_reply_that_comes_late_and_in_pieces_counts_for_nothing(self, terminal: Open) -> None:
        with terminal("many") as it:
            it.wait_for(HINT)
            for piece in (
                "\x1bP>|",
                "tmux ",
                "3.3a ?",
                "\x1b",
                "\\",
                "\x1b]11;rgb:",
                " ",
                "\x07",
                "\x1b[?6",
                "2c",
            ):
                it.send(piece)
                time.sleep(0.15)
            it.send(DOWN)
            it.wait_for("» 1 [ ] You cannot feel", HINT)
            assert "[✓]" not in it.text
            assert HELP not in it.text

    @pytest.mark.parametrize("begin", ["]11;rgb", "P>|tmux", "_a", "^b", "Xc", "[200~", "[?6"])
    def test_a_reply_cut_behind_its_esc_counts_for_nothing(self, terminal: Open, begin: str) -> None:
        end = {"[200~": "\x1b[201~", "[?6": "2c"}.get(begin, "\x1b\\")
        with terminal("many") as it:
            it.wait_for(HINT)
            it.send(ESCAPE)
            time.sleep(0.12)
            it.send(begin)
            if begin != "[?6":
                it.send(" ? \r")
            it.send(end + DOWN)
            it.wait_for("» 1 [ ] You cannot feel", HINT)
            assert "[✓]" not in it.text
            assert HELP not in it.text

    @pytest.mark.parametrize("begin", ["]11;rgb ", "P>| ", "_ ", "^ ", "X ", "[200~ ", "[?62c", "[B", "OB"])
    def test_what_comes_so_late_that_esc_went_back_counts_for_nothing(
        self, begin: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The next screen hears of it, too."""
        ends = {"[200~ ": ["\x1b[201~"], "[?62c": [], "[B": [], "OB": []}.get(begin, ["\x1b\\"])
        now, heard = [100.0], list[object]()
        monkeypatch.setattr("time.monotonic", lambda: now[0])
        first = Keyboard(lambda press: heard.append(press.key))
        first.feed("\x1b")
        first.flush()
        second = Keyboard(lambda press: heard.append(press.key))
        now[0] += 1
        for piece in (begin, *ends, " "):
            second.feed(piece)
        assert heard == [Keys.Escape, begin[0], " "]
        now[0] += 5
        second.feed("]")
        assert heard[3:] == ["]"]

    @pytest.mark.parametrize("name", ["one", "many"])
    def test_ctrl_l_mends_a_screen_of_which_only_a_part_scrolls(self, terminal: Open, name: str) -> None:
        with terminal(name) as it:
            it.wait_for(HINT)
            before = it.lines
            it.spoil("\x1b[5;9rstill 5 to 9\r\n\r\n\r\n\r\n")
            it.wait_for("second line")
            it.send(CTRL_L)
            it.wait_until(lambda: it.lines == before, "the screen as it was")
            it.send(DOWN + UP)
            it.wait_until(lambda: it.lines == before, "the screen as it was")
            assert b"\x1b[r" in it.raw

    def test_the_c_locale_alone_keeps_the_marks(self, terminal: Open) -> None:
        with terminal("many", env={"LANG": None, "LC_ALL": "C"}) as it:
            it.wait_for("[ ] You cannot feel", HINT)
            it.send(DOWN)
            it.wait_for("» 1 [ ]")
