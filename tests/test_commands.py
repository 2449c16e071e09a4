"""What each command says and writes, in this process, kept as one long session on a small knowledge file."""

import os
import shlex
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from kept import same_as_kept
from rich.style import Style
from test_loading import SMALL
from test_streams import Stream

from spasm_cli.cli.running import run
from spasm_cli.cli.saving import to_write
from spasm_cli.cli.showing import danger_told
from spasm_cli.errors import ENDINGS
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.prompts.plain import PlainFront
from spasm_cli.prompts.screens import Move, Screen

CASES = """
[[cases]]
id = "one"
presentation = "A leg."
cause = "strain"
urgency = "self_care"
source = "BOOK"
answers = { place = "leg", danger = [] }

[[cases]]
id = "two"
presentation = "An arm, and cold."
cause = "strain"
urgency = "self_care"
source = "BOOK"
answers = { place = "arm", danger = ["cold"] }
"""
SHEETS = """\
{"id": "a", "answers": {"place": "leg", "danger": []}}
{"place": "arm", "danger": ["cold"]}
{"place": "nowhere"}
"""
SESSIONS = {
    "check": """
check --set place=leg --set danger=none
check --set place=leg --set danger=none --full
check --set place=leg --set danger=none --why
check --set place=leg --set danger=none --full --why --plain
check --set place=leg --set danger=none --json
check --set danger=cold
check --set place=leg --set danger=none --since then.toml
check --set place=arm --since then.toml --plain
check --answers then.toml
check --answers - < {"place": "leg"}
check --answers - --set danger=cold < {"place": "leg"}
check --country gb --set danger=cold
""",
    "save": """
check --set place=leg --set danger=none --save a.txt --save a.toml --save a.json --save a.fhir.json
check --set place=leg --set danger=none --save b.html --save b.note.txt --large --clinic clinic.toml --with-code
check --set place=leg --set danger=none --save a.txt --save c.txt --why
check --set place=leg --set danger=none --save a.txt --force --why
check --set place=leg --set danger=none --save a.odt --save .txt --save nowhere/a.txt
check --set place=leg --set danger=none --save c.code.txt --save c.note.html
check --answers a.toml --save a.toml
""",
    "refused": """
check
check --consult --set place=leg
check --set place=lag
check --set danger=cold --set plaec=leg
check --set place=leg --all
check --set place=leg --force
check --set place=leg --large
check --set place=leg --clinic clinic.toml
check --set place=leg --with-code
check --set place=leg --since then.toml --json
check --answers - --since -
check --answers - --ask < {"place": "leg"}
check --answers - --consult < {"place": "leg"}
check --code ABCDE
check --code - --answers then.toml
check --code - < ABCDE
check --code -
check --country xx
check --answers nowhere.toml
check --set place=leg --since nowhere.toml
check --set danger=cold --answers nowhere.toml
check --nothing
nothing
--version
explain plcae
demo nothing
""",
    "others": """
explain place
explain
assess sheets.jsonl
assess sheets.jsonl --full-json
assess - < {"place": "leg"}
assess nowhere.jsonl
knowledge test cases.toml
knowledge test cases.toml --signs --plain
knowledge test cases.toml --json
knowledge evidence own.toml --plain
knowledge evidence own.toml --cases cases.toml --plain
knowledge evidence own.toml --json
knowledge questions
knowledge validate own.toml
knowledge path
""",
    "by lines": """
check --plain < 1|2|1|
check --plain < ?|9|leg|b|arm|none|2|leg|yes|
check --plain < 1|1|1|1|
check --plain < 1|1|2|2|1|
check --plain < 1|
check --plain < 1|q|
check --plain --set place=leg --ask < 2|1|
check --plain --set place=leg --ask --all --json < 2|1|
check --plain --consult --set place=leg --set danger=none < 2|2|1|
check --plain --consult --set place=leg --set danger=none < 3|1|1|1|
check --plain --answers then.toml --ask --save then.toml < 2|1|
check --plain --answers denied.toml --ask < 1|1|
check --plain --answers denied.toml --ask < 2|1|1|1|
check --plain --save so_far.toml < 1|q|
check --plain --large < 1|1|1|
check --plain --clinic clinic.toml --set danger=cold --consult < 1|
demo --plain
""",
    "at a terminal": """
demo --plain < 5|
demo --plain < 9|q|
demo --plain
check --plain --set place=leg --set danger=none
check --plain --set place=leg --set danger=none --consult < 2|2|1|1|4|4||
check --plain --set place=leg --set danger=none --consult < 2|2|2|1||
check --plain --set place=leg --set danger=none --consult < 2|2||1|1|
check --plain < 1|2|1||
check --set danger=cold --full
check --code - < ABCDE|||
knowledge validate cases.toml
knowledge test cases.toml
explain place
""",
    "with the shipped file": """
demo numb_saddle --plain
demo numb_saddle --full
""",
    "in a small window": """
check --set place=leg --set danger=none
check --set place=leg --set danger=none --plain
check --set place=leg --set danger=none --full
check --set danger=cold
explain strain
knowledge validate cases.toml
""",
}
WINDOWS = {"at a terminal": None, "in a small window": os.terminal_size((50, 12))}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with all that the session names; today is a day in 2026, and signals are as before."""
    files = {"own.toml": SMALL, "cases.toml": CASES, "sheets.jsonl": SHEETS}
    files |= {
        "then.toml": 'place = "arm"\n',
        "denied.toml": 'place = "arm"\ndanger = []\n',
        "clinic.toml": '[clinic]\nname = "The clinic"\nphone = "01 234"\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPASM_KNOWLEDGE", "own.toml")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("COLORTERM", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2026, 11, 29, tzinfo=UTC).timestamp())))
    render = Style.render

    def anew(style: Style, *given: Any, **named: Any) -> str:
        style._ansi = None  # rich keeps the codes of a style, whatever terminal it was drawn for first  # noqa: SLF001
        return render(style, *given, **named)

    monkeypatch.setattr(Style, "render", anew)
    earlier = {number: signal.getsignal(number) for number in ENDINGS}
    yield tmp_path
    for number, handler in earlier.items():
        signal.signal(number, handler)


def told(line: str, monkeypatch: pytest.MonkeyPatch, *, tty: bool = False) -> str:
    """Run a line of a session; return it, what was said on both streams, and the exit code."""
    command, _, typed = line.partition(" < ")
    streams = {name: Stream(tty=tty) for name in ("stdout", "stderr")}
    streams["stdin"] = Stream(given=typed.replace("|", "\n"), tty=tty)
    for name, stream in streams.items():
        monkeypatch.setattr(sys, name, stream)
    monkeypatch.setattr(sys, "argv", ["spasm", *shlex.split(command)])
    code = run()
    out, err = streams["stdout"].told, streams["stderr"].told
    return f"$ spasm {line}\n{out}--- {code}\n{err}"


def written(folder: Path, before: dict[str, bytes]) -> str:
    """Return what stands in each file that is new or another than before, but for the style of a page."""
    now = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    texts = {name: data.decode() for name, data in now.items() if before.get(name) != data}
    return "".join(
        f"=== {name}\n{text.partition('<style>')[0]}{text.partition('</style>')[2]}"
        for name, text in texts.items()
    )


@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_is_as_it_was_kept(session: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    lines = SESSIONS[session].strip().splitlines()
    if session == "with the shipped file":
        monkeypatch.delenv("SPASM_KNOWLEDGE")
        monkeypatch.setenv("COLUMNS", "50")
    tty = session in WINDOWS
    if size := WINDOWS.get(session):
        monkeypatch.setattr(os, "get_terminal_size", lambda _number: size)
    text = "".join(told(line, monkeypatch, tty=tty) for line in lines) + written(folder, before)
    same_as_kept(f"commands/{session.replace(' ', '_')}.txt", text.replace(str(folder), "FOLDER"))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("check --set p", ["place=leg", "place=arm", "place=not_sure"]),
        ("check --set ", ["place=", "danger="]),
        ("check --set place=leg --set ", ["danger=cold", "danger=none", "danger=not_sure"]),
        ("check --set danger=cold,", ["danger=cold,not_sure"]),
        ("check --set danger=no", ["danger=none", "danger=not_sure"]),
        ("check --set place=leg,", []),
        ("check --set q", []),
        ("explain s", ["strain"]),
        ("explain ", ["strain", "rest", "cold", "place", "danger", "BOOK"]),
        ("demo f", ["fits_nothing"]),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_a_shell_is_offered(typed: str, offered: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["spasm", *typed.split(" ")]
    monkeypatch.setenv("_SPASM_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "\n".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    said, _, code = told("", monkeypatch).removeprefix("$ spasm \n").partition("--- ")
    assert (said.split(), code) == (offered, "0\n")


def test_what_a_danger_sign_asks_for_is_said_once_where_guards_stand_around_each_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    knowledge = load_knowledge(str(folder / "own.toml")).at("gb")
    for danger, said in (({"danger": ["cold"]}, "T. A\n"), ({"danger": []}, "")):
        answers = parse_answers(knowledge, danger, source="test")
        with pytest.raises(KeyError), danger_told(knowledge, answers), danger_told(knowledge, answers):
            raise KeyError
        assert capsys.readouterr().err == said


@pytest.mark.usefixtures("folder")
def test_what_enter_takes_where_nothing_was_pointed_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ends a screen that asks for no answer; of an answer, nothing."""
    found, ask = dict[str, str](), PlainFront.ask

    def noted(front: PlainFront, screen: Screen) -> set[str] | Move:
        found[screen.ask] = screen.enter
        return ask(front, screen)

    monkeypatch.setattr(PlainFront, "ask", noted)
    told("check --plain --set place=leg --set danger=none --consult < 2|2|1|1|", monkeypatch)
    told("check --plain < 1|2|1|", monkeypatch)
    told("check --plain < 1|1|1|", monkeypatch)
    told("check --plain --answers denied.toml --ask < 1|1|", monkeypatch)
    assert found == {
        "Where?": "",
        "Any of this?": "",
        "Pick any answer to change": "done",
        "Keep this change?": "keep",
        "Here is what you said. Is it right?": "done",
        "T": "done",
        "You said no to these danger signs. Still true today?": "",
    }


@pytest.mark.usefixtures("folder")
def test_all_that_can_be_kept_is_made_once_before_anybody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """So nothing is left to be loaded by then; the last time it is what was asked for, and no more."""
    made = list[list[str]]()

    def noted(*given: Any) -> dict[str, bytes]:
        made.append([*given[2]])
        return to_write(*given)

    monkeypatch.setattr("spasm_cli.cli.check.to_write", noted)
    monkeypatch.setattr("spasm_cli.cli.saving.to_write", noted)
    Path("spasm-result.html").touch()
    told("check --plain --save mine.txt < 1|2|1|", monkeypatch)
    offered = ["spasm-result-2.html", "spasm-result.note.txt", "spasm-result.toml", "spasm-result.code.txt"]
    assert made == [["mine.txt", *offered], ["mine.txt"]]
