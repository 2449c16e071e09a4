"""A run that needs no new Python (warm.py) is the run of a new one, and what Python decides when it starts gets a new one."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import warm
from processes import CALF, DANGER, SPASM, spasm
from quiet import NIGHT_CRAMP_JSON, TIGHT_CHEST
from screens import CTRL_C, Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="here every run has a new Python")

RUNS: list[tuple[tuple[str, ...], str]] = [
    (("--help",), ""),
    (("check", "--help"), ""),
    (("nothing",), ""),
    (("check",), ""),
    (("check", *CALF), ""),
    (("check", *DANGER, "--plain"), ""),
    (("check", *CALF, "--json", "--country", "us"), ""),
    (("check", "--answers", "-", "--why", "--full"), NIGHT_CRAMP_JSON),
    (("check", "--answers", "-"), "region = [\x00"),
    (("check", "--plain"), f"{TIGHT_CHEST}1\n"),
    (("check", "--knowledge", "none.toml"), ""),
    (("explain", "stretch_calf"), ""),
    (("knowledge", "path"), ""),
    (("assess", "-"), f"{NIGHT_CRAMP_JSON}\n"),
]


@pytest.mark.parametrize(("words", "typed"), RUNS, ids=lambda value: " ".join(value)[:40])
def test_a_warm_run_is_that_of_a_new_python(words: tuple[str, ...], typed: str, tmp_path: Path) -> None:
    warmed, fresh = (spasm(*words, typed=typed, cwd=tmp_path, fresh=fresh) for fresh in (False, True))
    assert (warmed.returncode, warmed.stdout, warmed.stderr) == (fresh.returncode, fresh.stdout, fresh.stderr)
    assert warmed.stdout + warmed.stderr


def test_nothing_of_one_run_is_left_in_the_next(tmp_path: Path) -> None:
    first = spasm("check", *CALF)
    spasm(
        "check",
        *CALF,
        "--country",
        "us",
        "--save",
        "a.html",
        cwd=tmp_path,
        env={"COLUMNS": "40", "TZ": "Asia/Tokyo"},
    )
    assert (tmp_path / "a.html").exists()
    assert spasm("check", *CALF).stdout == first.stdout


def test_bytes_and_how_it_ended_come_back() -> None:
    run = warm.run([*SPASM, "check", "--bad"], stdin=subprocess.DEVNULL, capture_output=True)
    assert run.returncode == 2
    assert b"--bad" in run.stderr
    with pytest.raises(subprocess.CalledProcessError):
        warm.run([*SPASM, "check", "--bad"], stdin=subprocess.DEVNULL, capture_output=True, check=True)


def test_what_takes_too_long_is_ended() -> None:
    reader, writer = os.pipe()
    with pytest.raises(subprocess.TimeoutExpired):
        warm.run([*SPASM, "check", "--answers", "-"], stdin=reader, capture_output=True, timeout=1.0)
    os.close(reader)
    os.close(writer)


@pytest.mark.slow
@pytest.mark.parametrize("fresh", [False, True])
def test_a_terminal_is_its_own_and_its_signals_arrive(fresh: bool) -> None:
    with Terminal([*SPASM, "check", "--plain"], fresh=fresh) as terminal:
        terminal.wait_for("Number, ? for why, q to quit:")
        assert terminal.is_sane
        assert os.getsid(terminal.pid) == os.getpgid(terminal.pid) == terminal.pid
        terminal.send(CTRL_C)
        assert terminal.wait_exit() == 128 + signal.SIGINT
        assert terminal.is_sane


@pytest.mark.parametrize(
    ("env", "is_warm"),
    [
        ({}, True),
        ({"LANG": "de_DE.UTF-8", "PYTHONPATH": str(warm.SRC), "SPASM_COUNTRY": "us"}, True),
        ({"PYTHONIOENCODING": "ascii"}, False),
        ({"PYTHONUTF8": "0"}, False),
        ({"PYTHONUNBUFFERED": "1"}, False),
        ({"LC_ALL": "de_DE.ISO-8859-1"}, False),
        ({"PYTHONPATH": f"/elsewhere{os.pathsep}{warm.SRC}"}, False),
        ({"FORCE_COLOR": "1"}, False),
        ({"SSH_TTY": "/dev/pts/1"}, False),
    ],
)
def test_what_is_decided_at_the_start_needs_a_new_python(env: dict[str, Any], is_warm: bool) -> None:
    command = [sys.executable, "-m", "spasm_cli", "check", "--ask"]
    assert warm.words_of(command, env) == (command[1:] if is_warm else None)


@pytest.mark.parametrize(
    "command",
    [
        ["sh", "-c", "spasm"],
        [sys.executable, "-S", "-m", "spasm_cli"],
        [sys.executable, "-c", "0"],
        [sys.executable],
    ],
)
def test_so_does_every_other_command(command: list[str]) -> None:
    assert warm.words_of(command, {}) is None
