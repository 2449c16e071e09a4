"""Random people carry their answers by every way there is, and come to the same assessment, byte for byte."""

from pathlib import Path

import pytest
import travel_check
from processes import SPASM, spasm
from screens import ENTER, Terminal

KEYS, HOME = "Ctrl-C: stop", "\x1b[H"


def test_code_toml_json_and_response_lead_to_the_same_bytes() -> None:
    assert travel_check.compare(100, seed=19) == []


def test_what_comes_back_otherwise_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(travel_check, "answers_toml", lambda *_: 'region = "calf"')
    assert travel_check.compare(2, seed=19) == [
        "person 0 of seed 19: answers.toml",
        "person 1 of seed 19: answers.toml",
    ]


@pytest.mark.slow
def test_a_code_is_typed_in_a_terminal_and_its_denials_are_put_again(tmp_path: Path) -> None:
    sheet = ("--set", "region=calf", "--set", "now=none", "--set", "timing=in_bed")
    first = spasm("check", *sheet, "--plain", "--save", str(tmp_path / "x.code.txt"))
    code = (tmp_path / "x.code.txt").read_text("utf-8").splitlines()[0]
    with Terminal([*SPASM, "check", "--code", "-", "--plain"], rows=60) as terminal:
        terminal.wait_for("Answer code:")
        terminal.send("ABCDE-12345\n")
        terminal.wait_for("no whole code", "Answer code:")
        terminal.send(f"{code.lower()}\n")
        terminal.wait_for("Still true today?", "2. No, something changed")
        terminal.send("1\n")
        terminal.wait_for("Enter to finish:")
        terminal.send("\n")
        assert terminal.wait_exit() == 0
        assert " ".join(first.stdout.split())[-200:] in terminal.text
    with Terminal([*SPASM, "check", "--code", "-"]) as terminal:
        terminal.wait_for("Answer code:")
        terminal.send(f"{code}\n")
        terminal.wait_for("Still true today?", KEYS)
        terminal.send(HOME + ENTER)
        terminal.wait_for("Enter: finish")
        terminal.send(ENTER)
        assert terminal.wait_exit() == 0
        assert "Still true today?" not in terminal.text
