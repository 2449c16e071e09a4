"""Privacy: no socket, no other program, no file unless asked; and no answer where a person does not look for it."""

import ast
import functools
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from processes import CALF, DANGER, DANGER_LINE, SPASM, hooked, spasm
from screens import ENTER, Terminal, tight_chest

pytestmark = pytest.mark.slow

KEYS = "Ctrl-C: stop"
MENU = "Enter: finish"
GIVEN = [
    "--set",
    "age=60_to_74",
    "--set",
    "look=none",
    "--set",
    "timing=in_bed",
    "--set",
    "also=none",
    "--ask",
]

WATCH = """
import os, sys
report = os.open({report!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
LOOKS = ("os.listdir", "os.scandir", "os.fwalk", "os.walk", "os.putenv", "os.unsetenv", "os.add_dll_directory")
TELLING = ("socket.", "subprocess.", "os.", "shutil.", "tempfile.", "pty.", "syslog.", "webbrowser.",
           "urllib.", "http.", "ftplib.", "smtplib.", "sqlite3.", "ssl.", "signal.pthread_kill", "fcntl.lockf")
def watch(event, args):
    if event == "open":
        told = isinstance(args[2], int) and args[2] & WRITES
    else:
        told = event.startswith(TELLING) and event not in LOOKS
    if told:
        # Text does for a look at it, whatever the arguments are.
        os.write(report, (repr((event, [str(arg) for arg in args])) + "\\n").encode("utf-8", "replace"))
sys.addaudithook(watch)
"""

OWN_PIPE = "socket.__new__"
"""asyncio, below the drawn questions, makes a pair of unnamed sockets to wake itself; nothing else can reach them."""


def events(report: Path) -> list[tuple[str, list[str]]]:
    """What Python's own audit saw, but for writing to nowhere or to the terminal."""
    found = [ast.literal_eval(line) for line in report.read_text(encoding="utf-8").splitlines()]
    return [
        (event, args)
        for event, args in found
        if not (event == "open" and args[0] in {os.devnull, "/dev/tty", *map(str, range(3))})
    ]


def test_the_watch_sees_what_it_should(tmp_path: Path) -> None:
    report = tmp_path / "report"
    code = (
        "import os, pathlib, socket, subprocess, tempfile\n"
        "socket.socket(); subprocess.run(['true']); tempfile.TemporaryFile(); os.mkdir('a'); open('b', 'a')\n"
        "pathlib.Path('b').write_text('c'); open('b'); open(os.devnull, 'w')"
    )
    env = {**os.environ, "PYTHONPATH": hooked(tmp_path / "hook", WATCH.format(report=str(report)))}
    subprocess.run([sys.executable, "-B", "-c", code], check=True, cwd=tmp_path, env=env)
    seen = [(event, args[0]) for event, args in events(report)]
    assert [args for event, args in seen if event == "open" and len(args) == 1] == ["b", "b"]
    assert {"socket.__new__", "subprocess.Popen", "os.mkdir"} <= {event for event, _ in seen}


COMMANDS = [
    ("check", *CALF),
    ("check", *CALF, "--plain", "--why"),
    ("check", *CALF, "--json"),
    ("check", *DANGER),
    ("check", "--answers", "-"),
    ("check", "--set", "region=calff"),
    ("check",),
    ("explain",),
    ("explain", "nocturnal_leg_cramp"),
    ("demo",),
    ("demo", "walking_calf"),
    ("knowledge", "validate"),
    ("knowledge", "questions"),
    ("knowledge", "schema"),
    ("knowledge", "path"),
    ("knowledge", "test", str(Path(__file__).with_name("cases") / "development_a.toml")),
    ("--help",),
    ("--version",),
    ("--show-completion",),
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words)[:40])
def test_no_command_opens_a_socket_or_a_file_or_runs_another(words: tuple[str, ...], tmp_path: Path) -> None:
    home, report = tmp_path / "home", tmp_path / "report"
    home.mkdir()
    env = {"PYTHONPATH": hooked(tmp_path / "hook", WATCH.format(report=str(report))), "HOME": str(home)}
    run = spasm(*words, typed='{"region": "calf"}', env=env, cwd=home)
    assert run.returncode in {0, 1, 2}
    assert "fault" not in run.stderr
    assert events(report) == []
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("form", [".html", ".txt", ".json", ".toml"])
def test_saving_touches_only_the_file_asked_for(form: str, tmp_path: Path) -> None:
    report, name = tmp_path / "report", tmp_path / "saves" / f"a{form}"
    name.parent.mkdir()
    env = {"PYTHONPATH": hooked(tmp_path / "hook", WATCH.format(report=str(report)))}
    assert spasm("check", *CALF, "--save", str(name), env=env).returncode == 0
    assert {event for event, _ in events(report)} == {"open", "os.link", "os.remove"}
    for event, args in events(report):
        assert args[0].startswith(str(name.parent / ".spasm-"))
        assert event != "os.link" or args[1] == str(name)
    assert [entry.name for entry in name.parent.iterdir()] == [name.name]


def test_copying_the_knowledge_touches_only_the_copy_and_its_schema(tmp_path: Path) -> None:
    report, folder = tmp_path / "report", tmp_path / "copy"
    folder.mkdir()
    env = {"PYTHONPATH": hooked(tmp_path / "hook", WATCH.format(report=str(report)))}
    assert spasm("knowledge", "copy", str(folder / "a.toml"), env=env).returncode == 0
    assert {event for event, _ in events(report)} == {"open", "os.link", "os.remove"}
    assert all(args[0].startswith(str(folder / ".spasm-")) for _, args in events(report))
    assert sorted(entry.name for entry in folder.iterdir()) == ["a.toml", "causes.schema.json"]


@pytest.mark.parametrize(
    ("shell", "files"),
    [("bash", [".bash_completions/spasm.sh", ".bashrc"]), ("zsh", [".zfunc/_spasm", ".zshrc"])],
)
def test_installing_completion_touches_only_what_the_shell_reads(
    shell: str, files: list[str], tmp_path: Path
) -> None:
    home, report = tmp_path / "home", tmp_path / "report"
    home.mkdir()
    (home / files[1]).write_text("# mine\n")
    env = {
        "PYTHONPATH": hooked(tmp_path / "hook", WATCH.format(report=str(report))),
        "HOME": str(home),
        "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1",
    }
    assert spasm("--install-completion", shell, env=env).returncode == 0
    assert all(args[0].startswith(str(home)) for _, args in events(report))
    assert sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()) == files
    assert (home / files[1]).read_text(encoding="utf-8").startswith("# mine\n")


def drawn(terminal: Terminal) -> None:
    terminal.wait_for("Where is the worst of it?", KEYS)
    terminal.send("1" + ENTER)
    tight_chest(terminal)
    terminal.wait_for("GET EMERGENCY HELP NOW", KEYS)
    terminal.send(ENTER)


def plain(terminal: Terminal) -> None:
    for count in (1, 2, 3, 4):
        terminal.wait_until(functools.partial(has_asked, terminal, count), f"prompt {count}")
        terminal.send("1\r")


def has_asked(terminal: Terminal, count: int) -> bool:
    return terminal.raw.count(b"quit: ") >= count


def first_line(terminal: Terminal) -> None:
    terminal.wait_for(KEYS)
    terminal.send("1" + ENTER)


def first_line_and_finish(terminal: Terminal) -> None:
    first_line(terminal)
    terminal.wait_for(MENU)
    terminal.send(ENTER)


TALKS = pytest.mark.parametrize(
    ("words", "talk"),
    [
        (["check", *GIVEN, "--save", "a.html"], drawn),
        (["check", *GIVEN, "--plain"], plain),
        (["check", *CALF, "--consult"], first_line_and_finish),
        (["demo"], first_line),
    ],
    ids=["drawn", "plain", "consult", "demo"],
)
Talk = Callable[[Terminal], None]


@TALKS
def test_no_conversation_opens_a_socket_or_a_file_runs_another_or_sets_a_title(
    words: list[str], talk: Talk, tmp_path: Path
) -> None:
    home, report = tmp_path / "home", tmp_path / "report"
    home.mkdir()
    env = {"PYTHONPATH": hooked(tmp_path / "hook", WATCH.format(report=str(report))), "HOME": str(home)}
    with Terminal([*SPASM, *words], env=env, cwd=home) as terminal:
        talk(terminal)
        assert terminal.wait_exit() == 0
    saved = [name for name in words if name == "a.html"]
    for event, args in events(report):
        if event == OWN_PIPE:
            assert args[1] == str(int(socket.AF_UNIX))
        else:
            assert saved
            assert args[0].startswith(".spasm-")
    assert [entry.name for entry in home.iterdir()] == saved
    # OSC carries titles, the clipboard and notices; DCS, APC, PM and SOS carry other strings; BEL wakes others.
    assert not re.search("\x1b[\\]P_^X]|[\x07\x90\x98\x9d-\x9f]", terminal.raw.decode("utf-8"))


def test_other_programs_see_only_what_was_typed_as_a_command() -> None:
    with Terminal([*SPASM, "check", "--plain"], fresh=True) as terminal:
        plain(terminal)
        process = Path("/proc") / str(terminal.pid)
        if not process.exists():
            pytest.skip("needs /proc")
        words = (process / "cmdline").read_bytes().split(b"\0")[:-1]
        assert [word.decode() for word in words] == [*SPASM, "check", "--plain"]
        assert "python" in (process / "comm").read_text()


TRACED = "trace=%network,%process," + ",".join(
    f"?{name}"
    for name in (
        *("open", "openat", "openat2", "creat", "truncate", "chmod", "fchmodat", "mknod", "mknodat"),
        *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"),
        *("mkdir", "mkdirat", "rmdir", "unlink", "unlinkat"),
    )
)
QUIET = re.compile(
    r"""
    wait | exit | rt_ | \+\+\+ | ---                        # ends
    | (send|recv|getsockopt|setsockopt|getsockname|shutdown)   # need a socket first
    | socketpair\(AF_UNIX
    | (clone|clone3)\(.*CLONE_THREAD
    | open(at2?)?\((?!.*O_(WRONLY|RDWR|CREAT))
    | open(at)?\((AT_FDCWD,\ )?"/dev/(tty|null|pts/\d+)"
    | (kill|arch_prctl|<\.\.\.)
    """,
    re.VERBOSE,
)


@pytest.fixture
def strace(tmp_path: Path) -> Sequence[str]:
    """What to put in front of a command to see its calls in a file."""
    command = ["strace", "-f", "-qq", "-e", TRACED, "-e", "signal=none", "-o", str(tmp_path / "calls")]
    if not shutil.which("strace") or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("needs strace, and leave to use it")
    return command


def calls(folder: Path) -> list[str]:
    """Every call that could tell, keep or start something, but for the start of the command itself."""
    lines = (folder / "calls").read_text(encoding="utf-8", errors="replace").splitlines()
    found = [re.sub(r"^\d+ +", "", line) for line in lines]
    assert found[0].startswith("execve(")
    return [line for line in found[1:] if not QUIET.match(line)]


def test_the_kernel_would_see_it() -> None:
    for call in (
        'openat(AT_FDCWD, "/tmp/x", O_WRONLY|O_CREAT|O_CLOEXEC, 0666) = 3',
        "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3",
        "socket(AF_UNIX, SOCK_STREAM, 0) = 3",
        'execve("/bin/sh", ["sh"], 0x7f) = 0',
        "clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD) = 9",
        "vfork() = 9",
        'unlink("/tmp/x") = 0',
    ):
        assert not QUIET.match(call)


@pytest.mark.parametrize(
    "words",
    [
        ("check", *CALF),
        ("explain",),
        ("knowledge", "test", COMMANDS[15][2]),
    ],
    ids=lambda words: " ".join(words)[:30],
)
def test_the_kernel_sees_no_more_than_python(
    words: tuple[str, ...], strace: Sequence[str], tmp_path: Path
) -> None:
    run = spasm(*words, wrap=strace)
    assert run.returncode in {0, 1}
    assert calls(tmp_path) == []


@TALKS
def test_the_kernel_sees_no_more_of_a_conversation(
    words: list[str], talk: Talk, strace: Sequence[str], tmp_path: Path
) -> None:
    folder = tmp_path / "place"
    folder.mkdir()
    with Terminal([*strace, *SPASM, *words], cwd=folder) as terminal:
        talk(terminal)
        assert terminal.wait_exit() == 0
    kinds = [call.partition("(")[0] for call in calls(tmp_path)]
    if "--save" in words:
        assert kinds == ["openat", *(kind for kind in kinds if kind.startswith(("link", "unlink")))]
        assert all('".spasm-' in call for call in calls(tmp_path))
    else:
        assert kinds == []


BREAK = """
import sys
def watch(event, args):
    if event == "import" and args[0] == {module!r}:
        raise {error}("region calf secret")
sys.addaudithook(watch)
"""
FAULT = (
    "spasm has a fault ({error}). Nothing you answered was stored. "
    "SPASM_DEBUG=1 shows the details; they may contain your answers.\n"
)
MISSING = (
    "The module {module} is missing or broken. Nothing you answered was stored. "
    "Install it again: pip install . in a copy of the repository.\n"
)


@pytest.mark.parametrize(
    ("module", "error", "words", "told"),
    [
        ("typer", "ImportError", (), ""),
        ("msgspec", "ImportError", (), ""),
        ("spasm_cli.cli.check", "SyntaxError", (), ""),
        ("tomllib", "MemoryError", (), ""),
        ("spasm_cli.report.drawn.document", "RecursionError", (), f"{DANGER_LINE}\n"),
        ("spasm_cli.report.lines.document", "KeyError", ("--plain",), f"{DANGER_LINE}\n"),
        ("spasm_cli.report.handout", "ValueError", ("--json", "--save", "a.toml", "--save", "a.html"), f"{DANGER_LINE}\n"),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_without_answers_and_hides_no_danger(
    module: str, error: str, words: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    env = {"PYTHONPATH": hooked(tmp_path / "hook", BREAK.format(module=module, error=error))}
    run = spasm("check", *DANGER, *words, env=env, cwd=place)
    fault = MISSING if error == "ImportError" else FAULT
    assert (run.returncode, run.stderr) == (3, told + fault.format(error=error, module=module))
    assert "secret" not in run.stdout
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(("asked", "shown"), [("0", False), ("1", True)])
def test_details_of_a_fault_are_shown_only_where_asked_for(asked: str, shown: bool, tmp_path: Path) -> None:
    code = BREAK.format(module="tomllib", error="MemoryError")
    env = {"PYTHONPATH": hooked(tmp_path / "hook", code), "SPASM_DEBUG": asked}
    run = spasm("check", *CALF, env=env)
    assert run.returncode == 3
    assert ("MemoryError: region calf secret" in run.stderr) == ("Traceback" in run.stderr) == shown


BROKEN_SCREEN = """
import sys
import spasm_cli.prompts.terminal as front
def broken(*_): raise RuntimeError("region calf secret")
front._View.{method} = broken
sys.argv = ["spasm", *sys.argv[1:]]
from spasm_cli.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("method", "key"), [("_texts", ""), ("_help", "?"), ("turn_page", "\x1b[6~"), ("make_room", "")]
)
def test_a_fault_between_questions_is_one_line_in_a_sane_terminal(method: str, key: str) -> None:
    given = ["--set", "region=calf", "--set", "look=swollen", "--ask"]
    command = [sys.executable, "-B", "-c", BROKEN_SCREEN.format(method=method), "check", *given]
    with Terminal(command) as terminal:
        if key:
            terminal.wait_for("How old is", KEYS)
            terminal.send(key)
        terminal.wait_for("Get medical advice today", FAULT.format(error="RuntimeError").strip())
        assert terminal.is_sane
        assert terminal.wait_exit() == 3
    assert b"secret" not in terminal.raw
    assert b"Traceback" not in terminal.raw
