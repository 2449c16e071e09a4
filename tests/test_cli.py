"""The commands as a user runs them: options, exit codes, which stream carries what."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import warm
from processes import hooked
from quiet import NIGHT_CRAMP_JSON, TIGHT_CHEST
from warm import SRC

from spasm_cli import __version__
from spasm_cli.cli.streams import wants_details, wants_plain
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.shipped import data_file

SHEET = NIGHT_CRAMP_JSON


def spasm(
    *words: str, typed: str | bytes = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    data = typed.encode() if isinstance(typed, str) else typed
    run = warm.run(
        [sys.executable, "-m", "spasm_cli", *words],
        input=data,
        capture_output=True,
        check=False,
        env={**os.environ, "COLUMNS": "80", **(env or {})},
        timeout=60,
    )
    out, err = run.stdout.decode("utf-8", "replace"), run.stderr.decode("utf-8", "replace")
    return subprocess.CompletedProcess(run.args, run.returncode, out, err)


def test_bare_spasm_prints_help_and_the_purpose(knowledge: Knowledge) -> None:
    for words in ((), ("--help",), ("-h",)):
        run = spasm(*words)
        assert run.returncode == 0
        assert knowledge.meta.purpose in " ".join(run.stdout.split())
    assert spasm("--version").stdout == f"spasm {__version__}\n"
    assert spasm("check", "-h").returncode == 0


def test_json_is_the_only_thing_on_standard_output_and_the_same_twice() -> None:
    first, second = (spasm("check", "--json", "--answers", "-", typed=SHEET) for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    found = json.loads(first.stdout)
    assert found["schema"] == "spasm.assessment/1"
    assert found["urgency"]["level"] == "self_care"
    assert found["urgency"]["complete"] is True
    assert found["answers"]["region"] == "calf"
    for cause in found["causes"]:
        assert cause["prior"] + sum(row["weight"] for row in cause["evidence"]) == cause["score"]


def test_json_of_an_emergency_holds_no_cause_and_no_step() -> None:
    run = spasm("check", "--json", "--set", "chest_which=tight")
    found = json.loads(run.stdout)
    assert run.returncode == 0
    assert found["urgency"]["level"] == "emergency"
    assert found["causes"] == found["steps"] == found["left_out"] == found["what_if"] == []


def test_a_result_is_shown_in_both_forms() -> None:
    for words in ((), ("--plain",)):
        run = spasm("check", "--answers", "-", *words, typed=SHEET)
        assert run.returncode == 0, run.stderr
        assert "Night leg cramp" in run.stdout
        assert run.stderr == ""
    assert "\x1b" not in run.stdout


@pytest.mark.parametrize(
    ("words", "typed", "message"),
    [
        (("check",), "", "There is no terminal to ask in."),
        (("check",), "1\n1\n", "There is no terminal to ask in."),
        (("check", "--plain"), "", "The input ended before the last question."),
        (("check", "--plain"), "1\n3\n", "The input ended before the last question."),
        (("check", "--answers", "/nowhere/x.toml"), "", "no such file"),
        (("check", "--answers", "/"), "", "directory"),
        (("check", "--answers", "-"), "", "empty"),
        (("check", "--answers", "-"), b"\xff\xfe\x00", "not UTF-8"),
        (("check", "--answers", "-"), "[", "not valid TOML"),
        (("check", "--answers", "-"), "{1", "not valid JSON"),
        (("check", "--answers", "-", "--ask"), "{}", "--ask and --answers - cannot read"),
        (("check", "--set", "regoin=calf"), "", 'did you mean "region"?'),
        (("check", "--set", "region=claf"), "", 'did you mean "calf"?'),
        (("check", "--knowledge", "/nowhere.toml", "--set", "region=calf"), "", "no such file"),
        (("check", "--nonsense"), "", "No such option"),
        (("explain", "nocturnal_leg_crmap"), "", "nocturnal_leg_cramp"),
        (("demo", "night_crmap"), "", "night_cramp"),
        (("nonsense",), "", "No such command"),
    ],
)
def test_bad_input_gets_one_clear_message_and_exit_2(
    words: tuple[str, ...], typed: str | bytes, message: str
) -> None:
    run = spasm(*words, typed=typed)
    assert run.returncode == 2, run.stderr
    assert message in " ".join(run.stderr.split())
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    assert "\x1b" not in run.stderr


def test_control_characters_in_answers_are_not_echoed() -> None:
    run = spasm("check", "--answers", "-", typed='{"region": "\\u001b[2Jx"}')
    assert run.returncode == 2
    assert "\x1b" not in run.stderr


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    for words in (("--answers", str(path)), ("--knowledge", str(path), "--set", "region=calf")):
        run = spasm("check", *words)
        assert run.returncode == 2
        assert "larger than" in run.stderr


def test_knowledge_commands(tmp_path: Path) -> None:
    where = spasm("knowledge", "path").stdout.strip()
    assert Path(where).name == "causes.toml"
    questions = json.loads(spasm("knowledge", "questions").stdout)
    assert questions[0]["id"] == "region"
    assert questions[0]["options"][0]["baseline"] == {"from": "judgement", "p": 0.36}
    assert questions[0]["short"] == "Place"
    assert spasm("knowledge", "validate").returncode == 0
    broken = tmp_path / "broken.toml"
    broken.write_text(
        Path(where).read_text(encoding="utf-8").replace('"region.calf"', '"region.claf"', 1), encoding="utf-8"
    )
    run = spasm("knowledge", "validate", str(broken))
    assert run.returncode == 1
    assert f"{broken}:" in run.stdout
    assert 'did you mean "region.calf"?' in run.stdout
    run = spasm("check", "--knowledge", str(broken), "--set", "region=calf")
    assert run.returncode == 2
    assert 'did you mean "region.calf"?' in run.stderr
    run = spasm("check", "--set", "region=calf", env={"SPASM_KNOWLEDGE": str(broken)})
    assert run.returncode == 2


def test_plain_lines_can_be_piped_to_the_end_of_an_emergency() -> None:
    run = spasm("check", "--plain", typed=f"{TIGHT_CHEST}1\n")
    assert run.returncode == 0, run.stderr
    assert "999" in run.stdout


def test_a_closed_pipe_is_no_fault() -> None:
    code = f"{sys.executable} -m spasm_cli explain | head -1"
    run = subprocess.run(["bash", "-o", "pipefail", "-c", code], capture_output=True, text=True, check=False)
    assert run.stderr == ""


def test_an_unexpected_fault_prints_one_line() -> None:
    code = (
        "import sys, spasm_cli.files.knowledge_file as l\n"
        "def broken(path): raise RuntimeError('calf secret')\n"
        "l.load_knowledge = broken\n"
        "sys.argv = ['spasm', 'check', '--set', 'region=calf']\n"
        "from spasm_cli.__main__ import main\n"
        "import spasm_cli.cli.check as c; c.load_knowledge = broken\n"
        "main()"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 3
    assert len(run.stderr.splitlines()) == 1
    assert "secret" not in run.stderr


@pytest.mark.parametrize("words", [("--help",), ("check",), ("knowledge", "path"), ("help",)])
def test_a_missing_module_is_named_with_how_to_mend_it(words: tuple[str, ...]) -> None:
    bare = [sys.executable, "-S", "-m", "spasm_cli", *words]
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    run = subprocess.run(bare, capture_output=True, text=True, check=False, env=env)
    assert (run.returncode, run.stdout) == (3, "")
    assert len(run.stderr.splitlines()) == 1
    assert run.stderr.startswith("The module typer is missing or broken. ")
    assert "pip install ." in run.stderr


@pytest.mark.parametrize("module", ["msgspec", "rich", "jinja2", "spasm_cli.core.assessment"])
def test_a_module_that_is_missing_later_on_is_named_too(module: str, tmp_path: Path) -> None:
    hook = hooked(tmp_path / "hook", f"import sys\nsys.modules[{module!r}] = None")
    words = ("--set", "chest_which=tight", "--save", str(tmp_path / "a.html"))
    run = spasm("check", *words, env={"PYTHONPATH": hook})
    assert run.returncode == 3
    assert f"The module {module} is missing or broken." in run.stderr
    assert "chest" not in run.stderr


def test_an_older_python_is_told_which_one_is_needed() -> None:
    old = "import sys; sys.version_info, sys.version = (3, 8, 18, 'final', 0), '3.8.18 (x)'; "
    words = [
        sys.executable,
        "-c",
        f"{old}sys.argv = ['spasm', 'check']; import spasm_cli.__main__ as m; m.main()",
    ]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "spasm needs Python 3.11 or newer; this is 3.8.18.\n"
    for name in ("__init__.py", "__main__.py"):
        ast.parse((SRC / "spasm_cli" / name).read_text(encoding="utf-8"), feature_version=(3, 8))


TILDE = [
    ("check", "--answers=~/a.toml"),
    ("check", "--answers", "~/a.toml", "--save=~/b.json", "--force"),
    ("check", "--set", "region=calf", "--knowledge=~/own.toml"),
    ("explain", "--knowledge=~/own.toml"),
    ("demo", "night_cramp", "--knowledge=~/own.toml"),
    ("knowledge", "path", "--knowledge=~/own.toml"),
    ("knowledge", "validate", "~/own.toml"),
    ("knowledge", "test", "~/cases.toml"),
    ("knowledge", "copy", "~/copy.toml"),
]


@pytest.mark.parametrize("words", TILDE, ids=" ".join)
def test_a_tilde_that_the_shell_left_is_the_home_directory(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('region = "calf"', encoding="utf-8")
    (tmp_path / "own.toml").write_bytes(data_file("causes.toml").read_bytes())
    (tmp_path / "cases.toml").write_bytes(data_file("demo.toml").read_bytes())
    run = spasm(*words, env={"HOME": str(tmp_path)})
    assert run.returncode == 0, run.stderr
    assert "~" not in run.stdout + run.stderr
    for word, name in (("--save=~/b.json", "b.json"), ("~/copy.toml", "copy.toml")):
        assert (tmp_path / name).exists() == (word in words)


def test_a_knowledge_file_of_the_environment_is_named_with_where_it_came_from(tmp_path: Path) -> None:
    broken, bad = tmp_path / "broken.toml", tmp_path / "bad.toml"
    broken.write_text("[meta", encoding="utf-8")
    bad.write_text("[meta]", encoding="utf-8")
    for value, message in (
        ("nope.toml", "nope.toml: there is no such file."),
        (str(tmp_path), f"{tmp_path}: this is a directory"),
        (str(broken), f"{broken}: not valid TOML"),
        (str(bad), f"{bad}: the knowledge file cannot be used."),
    ):
        for words in (("check",), ("explain",), ("demo", "night_cramp"), ("knowledge", "questions")):
            run = spasm(*words, env={"SPASM_KNOWLEDGE": value})
            assert (run.returncode, run.stdout) == (2, "")
            assert run.stderr.startswith(f"SPASM_KNOWLEDGE names {message}")
        chosen = spasm("explain", "--knowledge", value, env={"SPASM_KNOWLEDGE": "other.toml"})
        assert chosen.stderr.startswith(message)
    for words in (("knowledge", "path"), ("knowledge", "validate")):
        run = spasm(*words, env={"SPASM_KNOWLEDGE": "nope.toml"})
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr == "SPASM_KNOWLEDGE names nope.toml: there is no such file.\n"
    assert spasm("knowledge", "path", "--knowledge", "nope.toml").returncode == 2
    assert spasm("knowledge", "path", env={"SPASM_KNOWLEDGE": str(broken)}).stdout == f"{broken}\n"


@pytest.mark.parametrize("value", ['"{}"', "'{}'", "{}\r", " {} ", '"{}"\r\n'])
def test_what_files_of_settings_leave_around_a_value_is_no_part_of_it(value: str, tmp_path: Path) -> None:
    own = tmp_path / "own clinic.toml"
    own.write_bytes(data_file("causes.toml").read_bytes())
    home = {"HOME": str(tmp_path)}
    for name in (str(own), "~/own clinic.toml"):
        run = spasm("knowledge", "path", env={**home, "SPASM_KNOWLEDGE": value.format(name)})
        assert (run.returncode, run.stdout) == (0, f"{own}\n")
    nothing = spasm("knowledge", "path", env={"SPASM_KNOWLEDGE": value.format("")})
    assert nothing.stdout == f"{data_file('causes.toml')}\n"


@pytest.mark.parametrize("words", [(), ("check",), ("knowledge",), ("knowledge", "copy")])
def test_help_is_a_word_too_and_fits_a_narrow_terminal(words: tuple[str, ...]) -> None:
    helped = spasm(*words, "--help")
    for asked in (("help", *words), (*words[:-1], "help", *words[-1:])):
        run = spasm(*asked)
        assert (run.returncode, run.stdout, run.stderr) == (0, helped.stdout, "")
    narrow = spasm(*words, "--help", env={"COLUMNS": "40"})
    assert max(map(len, narrow.stdout.splitlines())) <= 40
    # Of a list of commands, typer shortens what each does.
    assert "Commands:" in narrow.stdout or "".join(narrow.stdout.split()) == "".join(helped.stdout.split())
    assert spasm("help", "nonsense").returncode == 2


@pytest.mark.parametrize("value", ["", "0", "false", "False", "no", "NO", "off", "Off", "n", "N", " off "])
def test_what_says_no_turns_nothing_on(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, wants in (
        ("SPASM_PLAIN", wants_plain),
        ("ACCESSIBLE", wants_plain),
        ("SPASM_DEBUG", wants_details),
    ):
        monkeypatch.setenv(name, value)
        assert not wants()
        monkeypatch.setenv(name, "on")
        assert wants()
        monkeypatch.delenv(name)


def test_no_colour_is_forced_into_a_pipe_by_a_no() -> None:
    for value, forced in (("0", False), ("false", False), ("", False), ("1", True)):
        run = spasm("check", "--set", "region=calf", env={"FORCE_COLOR": value})
        assert ("\x1b" in run.stdout) is forced


@pytest.mark.parametrize("term", ["dumb", "DUMB", "dumb-emacs-ansi", "emacs", "emacs-ansi"])
def test_a_terminal_that_cannot_draw_gets_plain_lines(term: str) -> None:
    run = spasm("check", "--answers", "-", typed=SHEET, env={"TERM": term})
    assert run.stdout == spasm("check", "--answers", "-", "--plain", typed=SHEET).stdout


@pytest.mark.parametrize(
    "env",
    [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}],
)
def test_results_survive_poor_terminals(env: dict[str, str]) -> None:
    run = spasm("check", "--answers", "-", typed=SHEET, env=env)
    assert run.returncode == 0, run.stderr
    assert "Night leg cramp" in run.stdout
