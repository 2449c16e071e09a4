"""A list as it is drawn, line by line, without a terminal: what stands where, and what gives way where rows are few."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import DummyOutput

from spasm_cli.core.vocabulary import NONE
from spasm_cli.files.words_file import own_words
from spasm_cli.prompts.screens import Choice, Screen
from spasm_cli.prompts.terminal import TerminalFront, _View
from spasm_cli.prompts.terminal_keys import Listener
from spasm_cli.prompts.terminal_menu import _line
from spasm_cli.prompts.terminal_view import NOWHERE, View

LIST = Screen(
    words=own_words(),
    heading="Signs · 4 of about 9",
    ask="What do you have?",
    detail="Only since it began.",
    choices=(
        Choice(id="fever", label="Fever"),
        Choice(id="rash", label="A rash that is warm to the touch", check="Lay a hand on it."),
        Choice(id=NONE, label="None of these"),
    ),
    many=True,
    enter="fever",
    help="It tells causes apart.",
    can_go_back=True,
)
ONE = Screen(
    words=own_words(),
    heading="",
    ask="When?",
    choices=(Choice(id="day", label="By day"), Choice(id="night", label="At night")),
    many=False,
    find=True,
    enter="day",
    can_go_back=False,
)
WHOLE = """\
Signs · 4 of about 9
What do you have?
Only since it began.

  1 [ ] Fever
  2 [ ] A rash that is warm to the touch
  0 [ ] None of these

Up/Down: move  Space: tick  Enter: go on  Esc: back  ?: why
Ctrl-C: stop"""
OPEN = """\
Signs · 4 of about 9
What do you have?
Only since it began.

  1 [ ] Fever
» 2 [✓] A rash that is warm to the touch
  0 [ ] None of these
Tick less.

It tells causes apart.
How to check: Lay a hand on it.

Up/Down: move  Space: tick  Enter: go on  Esc: back
?: close  Ctrl-C: stop"""
# Of 9 rows the longest option takes 1, the problem 1, and a line of keys 1; help 2, the texts above 3: one for another option.
SCROLLED = """\
Signs · 4 of about 9
What do you have?
Only since it began.
» 2 [ ] A rash that is warm to the touch
Tick less.
It tells causes apart.
How to check: Lay a hand on it.
Line 2 of 3  Up/Down: move  Space: tick  Enter: go on
Esc: back  ?: close  Ctrl-C: stop"""
# Of 4, when nothing is wrong, 2 are left for the texts: help has them all, which is a page.
PAGED = """\
» 1 [ ] Fever
It tells causes apart.
PgDn: more text  Line 1 of 3  Up/Down: move  Space: tick"""
NARROW = """\
Signs · 4 of about
9
What do you have?
Only since it
began.

> 1 [ ] Fever
  2 [ ] A rash that
        is warm to
        the touch
  0 [ ] None of
        these

Up/Down: move
Space: tick
Enter: go on
Esc: back  ?: why
Ctrl-C: stop"""
SINGLE = """\
When?

  1 By day
» 2 At night

Up/Down: move  A-Z: find  Enter: go on  Ctrl-C: stop"""


def view(screen: Screen, columns: int, rows: int, pointed: int, encoding: str = "utf-8") -> View:
    control = SimpleNamespace(pointed_at=pointed, selected_options=["rash"] if pointed == 1 else [])
    size = Size(rows=rows, columns=columns)
    output = SimpleNamespace(get_size=lambda: size, encoding=lambda: encoding)
    return View(screen, cast("Any", control), cast("Any", SimpleNamespace(output=output)))


def drawn(seen: View) -> str:
    return "".join(text for _, text, *_ in seen.fragments())


@pytest.fixture(autouse=True)
def _a_rich_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")


def test_all_of_it_with_room() -> None:
    seen = view(LIST, 60, 24, NOWHERE)
    assert drawn(seen) == WHOLE
    assert (seen.cut, seen.texts_cut, seen.top, seen.listed, seen.columns, seen.widest) == (
        *(False, False),
        *(0, 3),
        *(60, 20),
    )
    # Each with its style; the rest, line ends as well, has none.
    assert [(style, text) for style, text, *_ in seen.fragments() if style] == [
        ("class:heading", "Signs · 4 of about 9"),
        ("class:ask", "What do you have?"),
        (" [SetCursorPosition]", "  1 [ ] Fever"),
    ]


def test_help_how_to_check_and_what_is_wrong() -> None:
    seen = view(LIST, 60, 24, 1)
    seen.help_open, seen.problem = True, "Tick less."
    assert drawn(seen) == OPEN
    assert (
        "class:pointed [SetCursorPosition]",
        "» 2 [✓] A rash that is warm to the touch",
    ) in seen.fragments()
    assert ("class:problem", "Tick less.") in seen.fragments()
    assert seen.widest == 20


def test_the_list_scrolls_first() -> None:
    seen = view(LIST, 60, 9, 1)
    seen.help_open, seen.problem, seen.control.selected_options = True, "Tick less.", []
    assert drawn(seen) == SCROLLED
    assert (seen.cut, seen.texts_cut, seen.top, seen.listed) == (True, False, 1, 1)


def test_the_list_follows_the_line_pointed_at_both_ways() -> None:
    """Of 3 rows one is for a key and one for a text; so one option is seen, whichever it is."""
    seen = view(LIST, 60, 3, NOWHERE)
    for pointed, top in ((NOWHERE, 0), (1, 1), (2, 2), (1, 1), (0, 0), (2, 2), (0, 0)):
        seen.control.pointed_at = pointed
        text = drawn(seen)
        assert (seen.top, seen.listed) == (top, 1)
        assert LIST.choices[top].label in text


def test_then_the_texts_have_pages() -> None:
    seen = view(LIST, 60, 3, 0)
    seen.help_open = True
    assert drawn(seen) == PAGED
    assert (seen.cut, seen.texts_cut, seen.top, seen.listed) == (True, True, 0, 1)


def test_it_is_wrapped_where_it_is_narrow_and_ascii_where_signs_are_few() -> None:
    assert drawn(view(LIST, 20, 30, 0, encoding="ascii")).replace(" - 4 of", " · 4 of") == NARROW


def test_a_list_of_one_has_no_boxes() -> None:
    assert drawn(view(ONE, 60, 24, 1)) == SINGLE


def test_esc_waits_to_be_known_for_itself_and_all_other_keys_work_at_once() -> None:
    """With a letter soon behind it, it is none."""
    bound = Listener().bind({"enter": int, "escape": int}, {"c-l": int})
    assert [(binding.keys, binding.eager()) for binding in bound.bindings] == [
        ((Keys.ControlL,), True),
        ((Keys.Enter,), True),
        ((Keys.Escape,), False),
        ((Keys.Escape, Keys.Any), False),
    ]
    assert [binding.keys for binding in Listener().bind({"enter": int}, {}, str).bindings] == [
        (Keys.Enter,),
        (Keys.Any,),
    ]


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        (80, "1 All steps  2 Why  Enter: finish"),
        (34, "1 All steps  2 Why  Enter: finish"),
        (33, "1 All steps  2 Why\nEnter: finish"),
        (18, "1 All steps\n2 Why\nEnter: finish"),
    ],
)
def test_a_line_of_choices_breaks_between_them(columns: int, line: str) -> None:
    """The last column stays free."""
    output = SimpleNamespace(get_size=lambda: Size(rows=24, columns=columns), encoding=lambda: "utf-8")
    choices = (Choice(id="a", label="All steps"), Choice(id="b", label="Why"))
    assert _line("Enter: finish", choices, cast("Any", output)) == line


class Output(DummyOutput):
    """Keeps what is written to steer a terminal."""

    def __init__(self) -> None:
        self.raw = ""

    def write_raw(self, data: str) -> None:
        self.raw += data


@pytest.mark.parametrize("anew", [True, False])
def test_what_is_urgent_starts_on_a_clean_screen_with_what_stands_above_said_again(anew: bool) -> None:
    output, said = Output(), list[str]()
    front = TerminalFront(output)
    front.start_anew, front.say_again = anew, lambda: said.append("again")
    with create_pipe_input() as pipe, create_app_session(input=pipe):
        pipe.send_text("\x03")
        with pytest.raises(KeyboardInterrupt):
            front.ask(ONE)
        assert ("\n" * output.get_size().rows in output.raw, said) == (anew, ["again"] * anew)
        front.start_anew, output.raw = False, ""
        pipe.send_text("\x0c\x03")
        with pytest.raises(KeyboardInterrupt):
            front.ask(ONE)
    assert "\n" * output.get_size().rows in output.raw, "Ctrl-L does the same"


LONG = Screen(
    words=own_words(),
    heading="",
    ask="Which?",
    choices=tuple(Choice(id=name, label=name.upper()) for name in "abcdefghij"),
    many=False,
    enter="a",
)


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("up", 4, 3),
        ("up", 0, 9),
        ("up", NOWHERE, 9),
        ("down", 4, 5),
        ("down", 9, 0),
        ("down", NOWHERE, 0),
        ("pageup", 4, 1),
        ("pageup", 2, 0),
        ("pagedown", 4, 7),
        ("pagedown", NOWHERE, 3),
        ("pagedown", 8, 9),
        ("home", 4, 0),
        ("end", 4, 9),
        ("1", 4, 0),
        ("9", 4, 8),
        ("?", 4, 4),
    ],
)
def test_where_a_key_leads_in_a_list_of_ten_of_which_three_are_seen(key: str, start: int, end: int) -> None:
    control = SimpleNamespace(pointed_at=start, selected_options=[])
    output = SimpleNamespace(encoding=lambda: "utf-8")
    app = SimpleNamespace(output=output, exit=pytest.fail, suspend_to_background=pytest.fail)
    seen = _View(LONG, cast("Any", control), cast("Any", app))
    seen.listener, seen.listed = Listener(), 3
    (binding,) = (each for each in seen.keys().bindings if each.keys == (key,))
    binding.handler(cast("Any", None))
    assert (control.pointed_at, seen.help_open) == (end, key == "?")


def test_pages_of_texts_are_turned_before_lines_are_passed() -> None:
    seen = _View(
        LONG, cast("Any", SimpleNamespace(pointed_at=4)), cast("Any", SimpleNamespace(output=Output()))
    )
    seen.texts_cut = True
    for by, page in ((1, 1), (1, 2), (-1, 1)):
        seen.turn_page(by)
        assert (seen.page, seen.control.pointed_at) == (page, 4)
