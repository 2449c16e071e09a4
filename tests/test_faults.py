"""Faults from outside: full disks, closed streams, poor surroundings, signals: nothing half-written, a clear message."""

import fcntl
import os
import signal
import stat
import subprocess
import termios
from pathlib import Path

import pytest
from processes import (
    CALF,
    DANGER,
    DANGER_LINE,
    SPASM,
    hooked,
    permissions_bind,
    spasm,
    without_privileges,
)
from quiet import TIGHT_CHEST
from screens import CHEST, CTRL_C, CTRL_D, ENTER, PATIENCE, TIGHT, Terminal

pytestmark = pytest.mark.slow

CASE = "walking_calf"
COMMANDS = [
    ("check", *CALF),
    ("check", *CALF, "--json"),
    ("explain",),
    ("knowledge", "path"),
    ("knowledge", "questions"),
    ("--help",),
    ("--version",),
]
BUFFERS = pytest.mark.parametrize(
    ("words", "buffers"),
    [*((words, None) for words in COMMANDS), *((words, "1") for words in COMMANDS[:2])],
    ids=str,
)
FULL = "The output cannot be written (No space left on device).\n"
KEYS = "Ctrl-C: stop"


@pytest.fixture
def bound(tmp_path: Path) -> None:
    if not permissions_bind(tmp_path / "probe"):
        pytest.skip("root cannot give up its privileges here, so permissions do not bind")


def squeezed(text: str) -> str:
    """Only the letters: however lines were broken and framed."""
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


class TestStreams:
    @BUFFERS
    def test_a_full_disk_behind_standard_output_is_told(
        self, words: tuple[str, ...], buffers: str | None
    ) -> None:
        run = spasm(*words, shell=">/dev/full", env={"PYTHONUNBUFFERED": buffers})
        assert (run.returncode, run.stderr) == (2, FULL)

    @BUFFERS
    def test_a_reader_that_is_gone_is_no_fault(self, words: tuple[str, ...], buffers: str | None) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        run = spasm(*words, stdout=writer, env={"PYTHONUNBUFFERED": buffers})
        os.close(writer)
        assert (run.returncode, run.stderr) == (0, "")

    @pytest.mark.parametrize("words", COMMANDS[:2] + COMMANDS[-2:], ids=" ".join)
    def test_a_closed_standard_output_swallows(self, words: tuple[str, ...]) -> None:
        run = spasm(*words, shell=">&-")
        assert (run.returncode, run.stderr) == (0, "")

    def test_problems_found_keep_their_code_when_nobody_reads_them(self, tmp_path: Path) -> None:
        name = tmp_path / "empty.toml"
        name.touch()
        reader, writer = os.pipe()
        os.close(reader)
        run = spasm("knowledge", "validate", str(name), stdout=writer)
        os.close(writer)
        assert (run.returncode, run.stderr) == (1, "")

    @pytest.mark.parametrize("shell", ["2>&-", ">/dev/full 2>&1"])
    @pytest.mark.parametrize("words", [("--set", "region=calff"), ("--bad",)])
    def test_a_message_that_nobody_sees_keeps_its_code_and_goes_nowhere_else(
        self, words: tuple[str, ...], shell: str
    ) -> None:
        run = spasm("check", *words, shell=shell)
        assert (run.returncode, run.stdout, run.stderr) == (2, "", "")

    @pytest.mark.parametrize("shell", ["2>&-", "2>/dev/full"])
    def test_a_result_and_its_file_need_no_standard_error(self, shell: str, tmp_path: Path) -> None:
        name = tmp_path / "a.json"
        run = spasm("check", *CALF, "--json", "--save", str(name), shell=shell)
        assert run.returncode == 0
        assert run.stdout.encode() == name.read_bytes()

    @pytest.mark.parametrize("shell", [">&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full"])
    def test_no_stream_that_fails_costs_the_file_or_gets_into_it(self, shell: str, tmp_path: Path) -> None:
        name = tmp_path / "a.json"
        run = spasm("check", *CALF, "--save", str(name), shell=shell, typed=None)
        assert run.returncode == (2 if "full" in shell else 0)
        assert name.read_text(encoding="utf-8") == spasm("check", *CALF, "--json").stdout

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("check",), "There is no terminal to ask in."),
            (("check", "--plain"), "The input ended before the last question. Nothing was assessed."),
            (("check", *CALF, "--consult", "--plain"), "The input ended before the consult was done."),
            (("check", "--answers", "-"), "standard input: empty"),
        ],
    )
    def test_a_closed_standard_input_is_the_end_of_the_input(
        self, words: tuple[str, ...], message: str
    ) -> None:
        run = spasm(*words, shell="<&-", typed=None)
        assert run.returncode == 2
        assert message in " ".join(run.stderr.split())
        assert "fault" not in run.stderr

    def test_questions_that_nobody_reads_are_not_taken_for_done(self, tmp_path: Path) -> None:
        name = tmp_path / "a.json"
        run = spasm("check", "--plain", "--save", str(name), shell="2>/dev/full", typed=f"{TIGHT_CHEST}1\n")
        assert (run.returncode, run.stdout) == (2, "")
        assert not name.exists()

    def test_somebody_who_was_asked_hears_the_headline_though_the_reader_is_gone(self) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        run = spasm("check", "--plain", typed=f"{TIGHT_CHEST}1\n", stdout=writer)
        os.close(writer)
        assert run.returncode == 0
        assert run.stderr.endswith(f"{DANGER_LINE}\n")

    @pytest.mark.parametrize("form", [(), ("--plain",), ("--json",)])
    def test_a_danger_sign_is_told_when_the_result_cannot_be_written(self, form: tuple[str, ...]) -> None:
        run = spasm("check", *DANGER, *form, shell=">/dev/full")
        assert (run.returncode, run.stderr) == (2, f"{DANGER_LINE}\n{FULL}")


class TestBadInput:
    @pytest.mark.parametrize(
        "words",
        [
            ("--set", "region"),
            ("--set", "regoin=calf"),
            ("--set", "look=claf"),
            ("--set", "chest_which=tihgt"),
            ("--save", "result.doc"),
            ("--save", "/nonexistent/result.html"),
            ("--ask",),
            ("--consult",),
            ("--all",),
            ("--force",),
            ("--answers", "/nonexistent/answers.toml"),
            ("--answers", "-"),
            ("--answers", "-", "--ask"),
        ],
        ids=" ".join,
    )
    def test_none_hides_a_danger_sign_that_was_given(self, words: tuple[str, ...]) -> None:
        run = spasm("check", *DANGER, *words, typed="no answers")
        assert (run.returncode, run.stdout) == (2, "")
        first, *_, last = run.stderr.splitlines()
        assert last == DANGER_LINE
        assert first != DANGER_LINE

    @pytest.mark.parametrize("words", [("--save", "result.doc"), ("--set", "regoin=calf"), ("--ask",)])
    def test_nor_one_in_a_pipe(self, words: tuple[str, ...]) -> None:
        run = spasm(
            "check", "--answers", "-", *words, typed='{"now": ["chest"], "chest_which": ["tight", "tihgt"]}'
        )
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr.splitlines()[-1] == DANGER_LINE

    def test_nor_a_file_or_a_place_that_is_not_there(self, tmp_path: Path) -> None:
        run = spasm("check", *DANGER, "--knowledge", "/nonexistent/clinic.toml")
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr.splitlines() == ["/nonexistent/clinic.toml: there is no such file.", DANGER_LINE]
        (tmp_path / "broken.toml").write_text("[meta]\n", encoding="utf-8")
        run = spasm("check", *DANGER, "--knowledge", "broken.toml", cwd=tmp_path)
        assert run.stderr.splitlines()[-1] == DANGER_LINE
        run = spasm("check", *DANGER, "--country", "xx")
        told = run.stderr.splitlines()[-1]
        assert told.startswith("Get emergency help now. Call your local emergency number (112 in Europe")

    def test_without_one_there_is_only_the_error(self) -> None:
        run = spasm("check", *CALF, "--save", "result.doc")
        assert run.returncode == 2
        assert len(run.stderr.splitlines()) == 1

    def test_what_set_overrules_of_danger_signs_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "a.toml").write_text('chest_which = ["tight"]', encoding="utf-8")
        run = spasm("check", "--answers", "a.toml", "--set", "chest_which=none", "--json", cwd=tmp_path)
        assert run.returncode == 0
        assert run.stderr.startswith(
            "--set chest_which overrules what the file says of danger signs: Tight, heavy"
        )


class TestTargets:
    def test_a_disk_too_small_for_a_file_keeps_nothing_of_it(self, tmp_path: Path) -> None:
        space = ["unshare", "-rm", "sh", "-c"]
        mount = f"mount -t tmpfs -o size=16k none {tmp_path}"
        if subprocess.run([*space, mount], capture_output=True, check=False).returncode:
            pytest.skip("a small disk needs unshare, and a kernel that lets this user mount one")
        # What is on that disk is gone with the process: list it there.
        script = f'{mount} && cd {tmp_path} && "$@"; echo "code $?"; ls -A'
        saves = ["--save", "a.json", "--save", "a.toml"]
        run = spasm("check", *CALF, *saves, wrap=[*space, script, "sh"])
        assert run.stderr.splitlines() == [
            "Saved: a.toml",
            "Not saved: a.json: cannot be written (No space left on device).",
        ]
        assert run.stdout.endswith("code 2\na.toml\n")

    def test_a_folder_mounted_to_be_read_only_is_told_before_the_first_question(self, tmp_path: Path) -> None:
        space = ["unshare", "-rm", "sh", "-c"]
        mount = f"mount --bind {tmp_path} {tmp_path} && mount -o remount,ro,bind {tmp_path}"
        if subprocess.run([*space, mount], capture_output=True, check=False).returncode:
            pytest.skip("a read-only mount needs unshare, and a kernel that lets this user mount one")
        name = tmp_path / "a.json"
        run = spasm("check", "--plain", "--save", str(name), wrap=[*space, f'{mount} && exec "$@"', "sh"])
        told = f"--save {name}: nothing can be written in the directory {tmp_path}.\n"
        assert (run.returncode, run.stdout, run.stderr) == (2, "", told)

    @pytest.mark.usefixtures("bound")
    def test_a_folder_that_may_not_be_written_to(self, tmp_path: Path) -> None:
        folder = tmp_path / "shut"
        folder.mkdir()
        for mode in (0o555, 0o000):
            folder.chmod(mode)
            run = spasm("check", "--plain", "--save", str(folder / "a.json"), first=without_privileges)
            told = f"--save {folder}/a.json: nothing can be written in the directory {folder}.\n"
            assert (run.returncode, run.stdout, run.stderr) == (2, "", told)
            run = spasm("knowledge", "copy", str(folder / "a.toml"), first=without_privileges)
            told = f"{folder}/a.toml: nothing can be written in the directory {folder}.\n"
            assert (run.returncode, run.stdout) == (2, "")
            assert run.stderr.startswith(told)
        folder.chmod(0o700)
        assert list(folder.iterdir()) == []

    @pytest.mark.parametrize("force", [(), ("--force",)])
    @pytest.mark.parametrize("kind", ["pipe", "device"])
    def test_only_ordinary_files_are_written_over(
        self, kind: str, force: tuple[str, ...], tmp_path: Path
    ) -> None:
        name = tmp_path / "a.json"
        if kind == "pipe":
            os.mkfifo(name)
        else:
            name.symlink_to(os.devnull)
        before = (name.lstat().st_ino, name.lstat().st_mode)
        run = spasm("check", "--plain", "--save", str(name), *force)
        told = f"--save {name}: this is not an ordinary file; choose another name.\n"
        assert (run.returncode, run.stdout, run.stderr) == (2, "", told)
        assert spasm("knowledge", "copy", str(name), *force).returncode == 2
        assert (name.lstat().st_ino, name.lstat().st_mode) == before

    @pytest.mark.usefixtures("bound")
    def test_a_link_into_a_folder_that_lets_nothing_in_is_told_before(self, tmp_path: Path) -> None:
        shut, name = tmp_path / "shut", tmp_path / "a.json"
        shut.mkdir()
        name.symlink_to(shut / "a.json")
        shut.chmod(0o555)
        run = spasm("check", "--plain", "--save", str(name), "--force", first=without_privileges)
        shut.chmod(0o700)
        told = f"--save {name}: nothing can be written in the directory {shut}.\n"
        assert (run.returncode, run.stdout, run.stderr) == (2, "", told)
        assert name.is_symlink()

    def test_a_name_may_be_as_long_as_the_disk_takes(self, tmp_path: Path) -> None:
        name = tmp_path / ("n" * (os.pathconf(tmp_path, "PC_NAME_MAX") - 5) + ".json")
        run = spasm("check", *CALF, "--save", str(name))
        assert (run.returncode, run.stderr) == (0, f"Saved: {name}\n")
        assert list(tmp_path.iterdir()) == [name]

    def test_a_name_cannot_steer_the_terminal(self, tmp_path: Path) -> None:
        run = spasm("check", *CALF, "--save", "\x1b]0;calf\x07a.json", cwd=tmp_path)
        assert run.stderr == "Saved: \ufffd]0;calf\ufffda.json\n"
        run = spasm("check", "--knowledge", "\x1b[2J", "--set", "region=calf")
        assert run.stderr == "\ufffd[2J: there is no such file.\n"

    def test_a_start_file_that_does_not_fit_again_stays_as_it_is(self, tmp_path: Path) -> None:
        import resource

        start, told = tmp_path / ".bashrc", "cannot be rewritten safely, so it is left as it is."
        env = {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
        for mine, room in ((b"# mine\n" * 1000, 4096), (b"# caf\xe9\n", 10_000_000)):
            start.write_bytes(mine)
            run = spasm(
                *("--install-completion", "bash"),
                env=env,
                first=lambda room=room: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),  # type: ignore[misc]
            )
            assert run.returncode == 2
            assert run.stderr.startswith(f"{start}: {told}")
            assert len(run.stderr.splitlines()) == 1
            assert start.read_bytes() == mine
            assert list(tmp_path.iterdir()) == [start]

    @pytest.mark.usefixtures("bound")
    def test_completion_cannot_be_installed_in_a_home_that_lets_nothing_in(self, tmp_path: Path) -> None:
        home = tmp_path / "home"
        home.mkdir()
        env = {"HOME": str(home), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
        for mode in (0o555, 0o000):
            home.chmod(mode)
            run = spasm("--install-completion", "bash", env=env, first=without_privileges)
            told = f"{home}/.bashrc: cannot be read or written (Permission denied).\n"
            assert (run.returncode, run.stderr) == (2, told)
        home.chmod(0o700)
        assert list(home.iterdir()) == []


SIGNAL = """
import os, sys
def watch(event, args):
    if event == {event!r} and ".spasm-" in str(args[0]):
        now()
def now(*_):
    watched.append(0)
    if len(watched) == {turn}:
        os.kill(os.getpid(), {number:d})
watched = []
if {event!r} == "fsync":
    os.fsync = now
sys.addaudithook(watch)
"""
"""Sends a signal just before a step of writing a file; the step itself is then not taken."""


class TestSignalsWhileWriting:
    @pytest.mark.parametrize(
        ("event", "number"),
        [
            *((event, signal.SIGTERM) for event in ("open", "fsync", "os.link", "os.remove", "os.rename")),
            *(("fsync", number) for number in (signal.SIGINT, signal.SIGHUP)),
        ],
    )
    def test_a_file_is_there_whole_or_not_at_all(
        self, event: str, number: signal.Signals, tmp_path: Path
    ) -> None:
        folder = tmp_path / "saves"
        folder.mkdir()
        name = folder / "a.json"
        force = event == "os.rename"
        if force:
            name.write_text("mine")
        code = SIGNAL.format(event=event, turn=1, number=number)
        run = spasm(
            *("check", *CALF, "--json", "--save", str(name), *(["--force"] if force else [])),
            env={"PYTHONPATH": hooked(tmp_path / "hook", code)},
        )
        assert (run.returncode, run.stderr) == (128 + number, "Stopped.\n")
        # Only what has its name may stay: before, there is nothing; after, there is all of it.
        there = {"os.remove": {name.name: run.stdout}, "os.rename": {name.name: "mine"}}.get(event, {})
        assert {entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir()} == there

    @pytest.mark.parametrize("event", ["fsync", "os.link", "os.rename"])
    def test_not_even_a_kill_leaves_half_a_file_under_the_name(self, event: str, tmp_path: Path) -> None:
        folder = tmp_path / "saves"
        folder.mkdir()
        name = folder / "a.json"
        force = ("--force",) if event == "os.rename" else ()
        if force:
            name.write_text("mine")
        code = SIGNAL.format(event=event, turn=1, number=signal.SIGKILL)
        env = {"PYTHONPATH": hooked(tmp_path / "hook", code)}
        run = spasm("check", *CALF, "--save", str(name), *force, env=env)
        assert run.returncode == -signal.SIGKILL
        assert name.exists() == bool(force)
        assert not force or name.read_text() == "mine"
        rest = [entry for entry in folder.iterdir() if entry != name]
        assert len(rest) == 1
        for entry in rest:
            assert entry.name.startswith(".spasm-")
            assert stat.S_IMODE(entry.stat().st_mode) == 0o600

    def test_what_was_saved_before_the_signal_is_whole_and_named(self, tmp_path: Path) -> None:
        folder = tmp_path / "saves"
        folder.mkdir()
        code = SIGNAL.format(event="fsync", turn=2, number=signal.SIGTERM)
        run = spasm(
            *("check", *CALF, "--json", "--save", "a.json", "--save", "a.toml"),
            env={"PYTHONPATH": hooked(tmp_path / "hook", code)},
            cwd=folder,
        )
        assert (run.returncode, run.stderr) == (143, "Saved: a.json\nStopped.\n")
        assert [(entry.name, entry.read_text(encoding="utf-8")) for entry in folder.iterdir()] == [
            ("a.json", run.stdout)
        ]

    def test_hanging_up_means_nothing_under_nohup(self, tmp_path: Path) -> None:
        code = SIGNAL.format(event="open", turn=1, number=signal.SIGHUP)
        run = spasm(
            *("check", *CALF, "--json", "--save", str(tmp_path / "a.json")),
            env={"PYTHONPATH": hooked(tmp_path / "hook", code)},
            first=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
        )
        assert run.returncode == 0
        assert (tmp_path / "a.json").read_text(encoding="utf-8") == run.stdout


class TestSurroundings:
    @pytest.mark.parametrize(
        "env",
        [
            *({"COLUMNS": value} for value in ("0", "1", "x", "9" * 30)),
            {"COLUMNS": None, "LINES": "0", "TERM": None},
            {"TERM": "no-such-terminal", "TERMINFO": "/nonexistent"},
            {"HOME": None},
            {"HOME": "/nonexistent"},
            {"HOME": "", "XDG_CONFIG_HOME": "/dev/null", "XDG_CACHE_HOME": "\n", "XDG_DATA_HOME": ""},
            {"LANG": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            {"LC_ALL": "xx_YY.nonsense", "PYTHONUTF8": "0"},
            {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1"},
            {"PYTHONIOENCODING": "ascii:strict"},
            {"SPASM_KNOWLEDGE": ""},
        ],
        ids=str,
    )
    def test_none_hides_a_danger_sign(self, env: dict[str, str | None]) -> None:
        for form in ((), ("--plain",)) if "COLUMNS" in env else ((),):
            run = spasm("check", *DANGER, *form, env=env)
            assert (run.returncode, run.stderr) == (0, "")
            for words in DANGER_LINE.split(". "):
                assert squeezed(words) in squeezed(run.stdout)

    @pytest.mark.usefixtures("bound")
    @pytest.mark.parametrize("mode", [0o000, 0o555])
    def test_a_home_and_a_place_that_let_nobody_in(self, mode: int, tmp_path: Path) -> None:
        home = tmp_path / "home"
        home.mkdir()
        inside = f'cd {home} && chmod {mode:o} . && exec "$@"'
        run = spasm(
            *("check", *CALF),
            wrap=["sh", "-c", inside, "sh"],
            env={"HOME": str(home)},
            first=without_privileges,
        )
        home.chmod(0o700)
        assert (run.returncode, run.stderr) == (0, "")
        assert "Night leg cramp" in run.stdout
        assert list(home.iterdir()) == []

    def test_a_place_that_is_gone(self, tmp_path: Path) -> None:
        place = tmp_path / "gone"
        for words, told in (
            ((), ""),
            (("--save", "a.json"), "Not saved: a.json: cannot be written (No such file or directory).\n"),
        ):
            place.mkdir()
            run = spasm("check", *CALF, *words, cwd=place, first=place.rmdir)
            assert (run.returncode, run.stderr) == (2 if told else 0, told)
            assert "Night leg cramp" in run.stdout

    @pytest.mark.usefixtures("bound")
    def test_knowledge_and_answers_that_may_not_be_read(self, tmp_path: Path) -> None:
        name = tmp_path / "a.toml"
        name.write_text('region = "calf"\n')
        name.chmod(0o000)
        told = f"{name}: cannot be read (Permission denied).\n"
        for words, env, source in (
            (("check", *CALF), {"SPASM_KNOWLEDGE": str(name)}, "SPASM_KNOWLEDGE names "),
            (("check", "--answers", str(name)), {}, ""),
            (("knowledge", "test", str(name)), {}, ""),
        ):
            run = spasm(*words, env=env, first=without_privileges)
            assert (run.returncode, run.stdout, run.stderr) == (2, "", source + told)

    @pytest.mark.parametrize(
        "words", [("check", *CALF), ("explain",), ("demo", CASE), ("knowledge", "validate")], ids=" ".join
    )
    def test_a_knowledge_file_that_is_not_there_is_never_replaced_by_another(
        self, words: tuple[str, ...]
    ) -> None:
        run = spasm(*words, env={"SPASM_KNOWLEDGE": "/nonexistent/clinic.toml"})
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr == "SPASM_KNOWLEDGE names /nonexistent/clinic.toml: there is no such file.\n"

    def test_ctrl_c_while_it_starts_or_reads_says_no_more_than_that(self, tmp_path: Path) -> None:
        for module in ("typer", "spasm_cli.cli.check", "msgspec"):
            code = f"""
import os, signal, sys
def watch(event, args):
    if event == "import" and args[0] == {module!r}:
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(watch)
"""
            env = {"PYTHONPATH": hooked(tmp_path / "hook", code)}
            run = spasm("check", *CALF, env=env)
            assert run.returncode == 130
            assert run.stderr in {"", "Stopped.\n"}
            assert run.stdout == ""


ASK = ["check", "--save"]


class TestQuestionnaire:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
    @pytest.mark.parametrize("plain", [False, True], ids=["drawn", "plain"])
    def test_a_signal_leaves_a_sane_terminal_and_no_file(
        self, plain: bool, number: signal.Signals, tmp_path: Path
    ) -> None:
        form = ["--plain"] if plain else []
        with Terminal([*SPASM, *ASK, "a.html", *form], cwd=tmp_path) as terminal:
            terminal.wait_for("Where is the worst of it?", "quit:" if plain else KEYS)
            assert terminal.is_sane == plain
            terminal.kill(number)
            terminal.wait_for("Stopped.")
            assert terminal.is_sane
            assert terminal.wait_exit() == 128 + number
        if not plain:
            assert terminal.raw.rindex(b"\x1b[?25h") > terminal.raw.rindex(b"\x1b[?25l")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("plain", [False, True], ids=["drawn", "plain"])
    @pytest.mark.parametrize("ignored", [False, True], ids=["heard", "nohup"])
    def test_a_terminal_that_goes_away_ends_it(self, plain: bool, ignored: bool, tmp_path: Path) -> None:
        ours, theirs = os.openpty()

        def first() -> None:
            signal.signal(signal.SIGHUP, signal.SIG_IGN if ignored else signal.SIG_DFL)
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

        form = ["--plain"] if plain else []
        run = subprocess.Popen(
            [*SPASM, *ASK, str(tmp_path / "a.html"), *form],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=first,  # noqa: PLW1509 - no threads here
            env={**os.environ, "TERM": "xterm", "LANG": "C.UTF-8"},
        )
        os.close(theirs)
        shown = b""
        while (b"quit:" if plain else b"Ctrl-C: stop") not in shown:
            shown += os.read(ours, 65536)
        os.close(ours)
        assert run.wait(timeout=PATIENCE) == (2 if ignored else 129)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("term", [None, "unknown", "dumb", ""])
    def test_a_terminal_of_no_known_kind_gets_plain_lines(self, term: str | None) -> None:
        with Terminal([*SPASM, "check"], env={"TERM": term}) as terminal:
            terminal.wait_for("Where is the worst of it?", "q to quit:")
            terminal.send("q\r")
            terminal.wait_for("Stopped. There is no result, and nothing was saved.")
            assert terminal.wait_exit() == 130
        assert b"\x1b" not in terminal.raw

    @pytest.mark.parametrize(
        ("first", "env"),
        [
            (":", {"TERM": "no-such-terminal", "TERMINFO": "/nonexistent"}),
            (":", {"COLUMNS": "0", "LINES": "x"}),
            (":", {"HOME": None, "LANG": None, "LC_ALL": "xx_YY.nonsense"}),
            ("stty cols 0 rows 0", {}),
        ],
    )
    def test_poor_surroundings_leave_the_lists_usable(self, first: str, env: dict[str, str | None]) -> None:
        command = ["sh", "-c", f'{first}; exec "$@"', "sh", *SPASM, "check"]
        with Terminal(command, env=env) as terminal:
            terminal.wait_for("Where is the worst of it?", KEYS)
            terminal.send("1" + ENTER)
            terminal.wait_for("How old is", KEYS)
            terminal.send(CTRL_C)
            terminal.wait_for("Stopped. There is no result, and nothing was saved.")
            assert terminal.wait_exit() == 130

    @pytest.mark.parametrize(
        ("words", "keys"),
        [
            (("--ask", "--save", "r.html"), ("2" + ENTER, "1" + ENTER, "1" + ENTER, ENTER)),
            (
                ("--ask", "--save", "r.txt", "--save", "r.toml", "--json"),
                ("2" + ENTER, "1" + ENTER, "1" + ENTER, ENTER),
            ),
            (("--ask", "--plain", "--save", "r.html"), ("2\r", "1\r", "1\r", "1\r")),
        ],
        ids=str,
    )
    def test_nothing_is_loaded_once_somebody_answers(
        self, words: tuple[str, ...], keys: tuple[str, ...], tmp_path: Path
    ) -> None:
        """An update of spasm, or of a library, may take the modules away meanwhile."""
        code = (
            "import os, sys\n"
            "class Gone:\n"
            "    @staticmethod\n"
            "    def find_spec(name, *_):\n"
            "        if os.path.exists('gone'): raise ImportError('gone', name=name)\n"
            "sys.meta_path.insert(0, Gone)\n"
        )
        env = {"PYTHONPATH": hooked(tmp_path / "hook", code)}
        with Terminal(
            [*SPASM, "check", "--set", "region=calf", "--set", "also=none", *words], env=env, cwd=tmp_path
        ) as terminal:
            terminal.wait_for("How old", "uit" if "--plain" in words else "Ctrl-C: stop")
            (tmp_path / "gone").touch()
            for key, seen in zip(keys, (CHEST, TIGHT, "finish here", "Saved: r"), strict=True):
                terminal.send(key)
                terminal.wait_for(seen)
            assert terminal.wait_exit() == 0

    @pytest.mark.parametrize("named", ["", ", name='chosen'"])
    def test_a_library_that_is_broken_is_named_before_anybody_answers(
        self, named: str, tmp_path: Path
    ) -> None:
        path = hooked(tmp_path / "hook", "")
        (tmp_path / "hook" / "jinja2.py").write_text(f"raise ImportError('broken'{named})", encoding="utf-8")
        run = spasm(
            "check", "--plain", "--set", "region=calf", "--ask", env={"PYTHONPATH": path}, cwd=tmp_path
        )
        assert (run.returncode, run.stdout) == (3, "")
        assert run.stderr.startswith(f"The module {'chosen' if named else 'jinja2'} is missing or broken.")

    def test_after_a_pause_and_another_size_it_goes_on(self) -> None:
        with Terminal([*SPASM, "check"]) as terminal:
            terminal.wait_for("Where is the worst of it?", KEYS)
            terminal.kill(signal.SIGSTOP)
            terminal.resize(60, 30)
            terminal.kill(signal.SIGCONT)
            terminal.send("1" + ENTER)
            terminal.wait_for("How old is", KEYS)
            terminal.send(CTRL_C)
            assert terminal.wait_exit() == 130
            assert terminal.is_sane

    @pytest.mark.parametrize(
        ("key", "code", "told"),
        [(CTRL_C, 130, "Stopped."), (CTRL_D, 2, "The input ended before a case was chosen.")],
    )
    def test_leaving_the_menu_of_worked_cases_is_told(self, key: str, code: int, told: str) -> None:
        with Terminal([*SPASM, "demo"]) as terminal:
            terminal.wait_for("Which case?", KEYS)
            terminal.send(key)
            terminal.wait_for(told)
            assert terminal.wait_exit() == code
            assert terminal.is_sane
