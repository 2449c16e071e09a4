"""Streams and signals, with streams and programs of our own in place of a terminal's."""

import io
import linecache
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from spasm_cli.cli.streams import close_quietly, fault, fitted, prepare, reach_terminal
from spasm_cli.errors import ENDINGS, FAULT
from spasm_cli.prompts.terminal_run import run
from spasm_cli.text import LOOKALIKE


class Stream(io.TextIOWrapper):
    """A stream of one's own, on a terminal or not."""

    def __init__(self, encoding: str = "utf-8", *, given: str = "", tty: bool = False) -> None:
        super().__init__(io.BytesIO(given.encode(encoding)), encoding=encoding)
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty

    def fileno(self) -> int:
        """Have a terminal's number, that is none; so its size is what os.get_terminal_size is put to."""
        return -1 if self.tty else super().fileno()

    @property
    def told(self) -> str:
        self.flush()
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        return raw.getvalue().decode(self.encoding)


@pytest.fixture(autouse=True)
def _signals_as_they_were() -> Iterator[None]:
    earlier = {number: signal.getsignal(number) for number in ENDINGS}
    for number in ENDINGS:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in earlier.items():
        signal.signal(number, handler)


Put = Callable[..., dict[str, Stream]]


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    """Put streams in the place of those of the process."""

    def streams(**wanted: Stream) -> dict[str, Stream]:
        for name in ("stdin", "stdout", "stderr"):
            monkeypatch.setattr(sys, name, wanted.setdefault(name, Stream()))
        return wanted

    return streams


@pytest.mark.parametrize(
    ("encoding", "kept"), [("utf-8", "utf-8"), ("iso8859-1", "iso8859-1"), ("utf-16", "utf-8")]
)
def test_any_byte_is_read_and_any_character_printed(encoding: str, kept: str, put: Put) -> None:
    streams = put(**{name: Stream(encoding) for name in ("stdin", "stdout", "stderr")})
    prepare()
    assert {name: (each.encoding, each.errors) for name, each in streams.items()} == {
        "stdin": (kept, "replace"),
        "stdout": (kept, LOOKALIKE),
        "stderr": (kept, LOOKALIKE),
    }


def test_a_closed_stream_swallows_or_is_at_its_end(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    put()
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    prepare()
    assert sys.stdin.read() == ""
    assert [sys.stdout.write("told"), sys.stderr.write("told")] == [4, 4]
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.close()


@pytest.mark.parametrize("value", ["80", "1", "9999", "0", "080", "10000", "²", "wide", ""])
def test_what_is_no_size_of_a_window_is_forgotten(
    value: str, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put()
    for name in ("COLUMNS", "LINES"):
        monkeypatch.setenv(name, value)
    prepare()
    kept = value if value in {"80", "1", "9999"} else None
    assert (os.environ.get("COLUMNS"), os.environ.get("LINES")) == (kept, kept)


@pytest.mark.parametrize(("value", "kept"), [("1", "1"), ("yes", "yes"), ("0", None), ("No ", None)])
def test_a_wish_for_colour_is_one_only_if_it_says_so(
    value: str, kept: str | None, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put()
    monkeypatch.setenv("FORCE_COLOR", value)
    prepare()
    assert os.environ.get("FORCE_COLOR") == kept


def test_a_signal_ends_with_its_code_unless_it_is_ignored(put: Put) -> None:
    put()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    prepare()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    with pytest.raises(SystemExit) as end:
        os.kill(os.getpid(), signal.SIGTERM)
    assert end.value.code == 143
    # Whatever follows must not cut the tidying short.
    assert {signal.getsignal(number) for number in ENDINGS} == {signal.SIG_IGN}


@pytest.mark.parametrize("tty", [True, False])
def test_questions_go_to_standard_output_where_only_that_is_on_the_terminal(tty: bool, put: Put) -> None:
    streams = put(stdout=Stream(tty=True), stderr=Stream(tty=tty))
    assert reach_terminal()
    assert sys.stderr is streams["stderr" if tty else "stdout"]


@pytest.mark.parametrize("there", [True, False])
def test_where_all_goes_elsewhere_the_terminal_itself_is_asked_for(
    there: bool, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    streams, asked_for = put(stderr=Stream("iso8859-1")), list[object]()

    def opened(*where: str, **how: str) -> Stream:
        asked_for.extend((where, how))
        if not there:
            raise OSError
        return Stream(tty=True)

    monkeypatch.setattr("spasm_cli.cli.streams.open", opened, raising=False)
    assert reach_terminal() is there
    assert asked_for == [("/dev/tty", "w"), {"encoding": "iso8859-1", "errors": LOOKALIKE}]
    assert (sys.stderr is streams["stderr"]) is not there


def test_lines_are_wrapped_on_a_terminal_alone_and_keep_their_margin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    text = "  Some words that go on.\n\nNo-one cuts words."
    assert fitted(text, Stream()) == text
    assert fitted(text, Stream(tty=True)) == "  Some words that go\n  on.\n\nNo-one cuts words."


def broken(code: str, name: str) -> Exception:
    """Return the error of a line of code in a module of this name."""
    linecache.cache["<broken>"] = (len(code), None, [code], "<broken>")
    try:
        exec(compile(code, "<broken>", "exec"), {"__name__": name})
    except Exception as error:  # noqa: BLE001 - whichever it is
        return error
    pytest.fail("nothing is wrong with it")


@pytest.mark.parametrize(
    ("code", "name", "said"),
    [
        ("import nowhere.at_all", "any", "The module nowhere is missing or broken."),
        ("from rich import nothing", "any", "The module rich is missing or broken."),
        ("raise ImportError", "any", "spasm has a fault (ImportError)."),
        ("1 / 0", "spasm_cli.x", "spasm has a fault (ZeroDivisionError)."),
    ],
)
def test_a_fault_says_which_module_is_missing_or_that_it_was_unexpected(
    code: str, name: str, said: str, put: Put
) -> None:
    streams = put()
    assert fault(broken(code, name)) == FAULT
    assert streams["stderr"].told.startswith(f"{said} Nothing you answered was stored. ")
    assert streams["stderr"].told.count("\n") == 1


def test_a_module_that_fails_without_a_name_is_named_by_our_line(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "half_there.py").write_text("raise ImportError")
    monkeypatch.syspath_prepend(tmp_path)
    for name, said in (("spasm_cli.x", "The module half_there is"), ("other.x", "spasm has a fault")):
        streams = put()
        assert fault(broken("from half_there import it", name)) == FAULT
        assert streams["stderr"].told.startswith(said)


def test_a_stream_that_takes_no_more_is_given_up_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as gone, Stream() as other:
        monkeypatch.setattr(sys, "stdout", gone)
        monkeypatch.setattr(sys, "stderr", other)
        gone.write("told")
        close_quietly()
        assert os.fstat(gone.fileno()).st_rdev == Path(os.devnull).stat().st_rdev
    monkeypatch.undo()


class App:
    """A list that is asked, and what ends it."""

    def __init__(self, *work: Callable[[], object], answer: object = "answer") -> None:
        self.work, self.answer = work, answer
        self.future: Any = self
        self.over = False
        self.ends: list[BaseException] = []

    def done(self) -> bool:
        return self.over

    def exit(self, *, exception: BaseException) -> None:
        self.ends.append(exception)
        self.over = True

    def run(self, *, pre_run: Callable[[], None], set_exception_handler: bool) -> object:
        assert callable(pre_run) is not set_exception_handler
        for work in self.work:
            work()
        return self.answer


def send(number: int) -> Callable[[], None]:
    return lambda: os.kill(os.getpid(), number)


def fail() -> None:
    raise OSError


def asked(app: App) -> object:
    return run(cast("Any", app))


def test_an_answer_is_handed_on_and_signals_are_as_before() -> None:
    assert asked(App()) == "answer"
    assert {signal.getsignal(number) for number in ENDINGS} == {signal.SIG_DFL}


def test_the_first_signal_ends_a_list_and_a_second_does_not_wait_for_it() -> None:
    app = App(send(signal.SIGTERM))
    asked(app)
    assert [cast("SystemExit", end).code for end in app.ends] == [143]
    app = App(send(signal.SIGHUP), send(signal.SIGTERM))
    with pytest.raises(SystemExit) as end:
        asked(app)
    assert end.value.code == 129
    assert {signal.getsignal(number) for number in ENDINGS} == {signal.SIG_DFL}


def test_before_a_list_is_there_a_signal_ends_at_once() -> None:
    app = App(send(signal.SIGTERM))
    app.future = None
    with pytest.raises(SystemExit) as end:
        asked(app)
    assert end.value.code == 143


def test_what_is_ignored_stays_so_while_a_list_is_asked() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    app = App(send(signal.SIGHUP))
    assert asked(app) == "answer"
    assert app.ends == []


def test_a_terminal_that_went_away_is_no_fault_where_a_signal_said_so() -> None:
    with pytest.raises(OSError, match=r"^$"):
        asked(App(fail))
    with pytest.raises(SystemExit) as end:
        asked(App(send(signal.SIGHUP), fail))
    assert end.value.code == 129
