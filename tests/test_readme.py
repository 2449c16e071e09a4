"""The README's commands, options and example are real."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
import warm
from screens import hear_signals

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
SET_UP = re.compile(r"<!-- set-up: (\w+) -->\n```sh\n(.*?)```", re.DOTALL)
BLOCKS = re.compile(r"(?<!-->\n)```sh\n(.*?)```", re.DOTALL)
EXAMPLE = re.compile(r"(<!-- example: (.+?) -->\n```text\n)(.*?)(```)", re.DOTALL)
COMMANDS = [block.splitlines() for block in BLOCKS.findall(README)]
ASKS = re.compile(r"spasm check( --plain)?$|--ask")
ASKING = [line for block in COMMANDS for line in block if ASKS.search(line)]
TELLING = ["\n".join(block) for block in COMMANDS if not any(map(ASKS.search, block))]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Put `spasm` on the PATH, whatever environment runs the tests."""
    script = tmp_path / "spasm"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m spasm_cli "$@"\n')
    script.chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "COLUMNS": "100",
        "TERM": "xterm-256color",
    }


def test_the_readme_has_commands_of_both_kinds() -> None:
    assert len(ASKING) >= 3
    assert len(TELLING) >= 4


@pytest.mark.parametrize("commands", TELLING, ids=lambda commands: commands.split("\n")[0])
def test_commands_of_the_readme_run(commands: str, environment: dict[str, str], tmp_path: Path) -> None:
    run = subprocess.run(
        ["bash", "-ec", commands], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout


def test_who_writes_answers_files_learns_that_an_empty_list_is_an_answer() -> None:
    words = " ".join(README.split())
    assert "`[]` says that somebody was asked and none of it is so." in words
    assert "must leave the key out instead" in words


@pytest.mark.slow
@pytest.mark.parametrize("command", ASKING)
def test_a_questionnaire_of_the_readme_asks_and_stops(command: str, environment: dict[str, str]) -> None:
    child = pexpect.spawn(
        "bash",
        ["-c", command],
        env=environment,
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=30,
        preexec_fn=hear_signals,
    )
    child.expect("Ctrl-C: stop|q to quit: ")
    child.sendcontrol("c")
    child.expect("Stopped. There is no result, and nothing was saved.")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130


@pytest.mark.slow
def test_the_set_up_command_leads_to_the_first_question(tmp_path: Path) -> None:
    commands = dict(SET_UP.findall(README))
    assert set(commands) == {"run", "tests"}
    copy = tmp_path / "copy"
    shutil.copytree(TOP, copy, ignore=shutil.ignore_patterns(".venv", ".git", ".*_cache", ".hypothesis"))
    child = pexpect.spawn(
        "bash",
        ["-c", commands["run"]],
        cwd=str(copy),
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=300,
        preexec_fn=hear_signals,
    )
    child.expect("Where is the worst of it")
    child.sendcontrol("c")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130


PAGES = [TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_are_what_the_commands_print(page: Path, environment: dict[str, str]) -> None:
    """UPDATE_GOLDEN=1 writes the examples anew. A command that reports misses leaves with 1, which is fine here."""
    text = page.read_text(encoding="utf-8")
    for start, command, shown, end in EXAMPLE.findall(text):
        run = subprocess.run(
            ["bash", "-c", command],
            env=environment,
            cwd=TOP,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        assert run.returncode in (0, 1), run.stderr
        real = "\n".join(line.rstrip() for line in run.stdout.splitlines()) + "\n"
        if os.environ.get("UPDATE_GOLDEN"):
            text = text.replace(start + shown + end, start + real + end)
            page.write_text(text, encoding="utf-8")
        else:
            assert shown == real


def test_every_option_in_the_readme_exists() -> None:
    helps = [warm.run([sys.executable, "-m", "spasm_cli", *words, "--help"], capture_output=True, text=True, check=True).stdout
             for words in ([], ["check"], ["demo"], ["explain"], ["knowledge"], ["knowledge", "validate"], ["knowledge", "questions"])]  # fmt: skip
    known = " ".join(helps)
    mine = {word for block in COMMANDS for line in block for word in re.findall(r"--[a-z]+", line)} | set(
        re.findall(r"`(--[a-z]+)", README)
    )
    assert [word for word in sorted(mine) if word not in known] == []
