"""Random people carry their answers by every way there is, and come to the same assessment, byte for byte.

`FUZZ=100 pytest tests/test_ways.py` takes 10,000 of them.
"""

import os
import random
import tomllib
from datetime import date
from pathlib import Path

import pytest
from processes import SPASM, spasm
from screens import ENTER, Terminal
from test_oracle import any_sheet

from spasm_cli.core.answer_code import decode, encode
from spasm_cli.core.assessment import assess, to_json
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.answers_file import answers_toml, parse_answers, read_given
from spasm_cli.files.fhir_writing import response_text
from spasm_cli.files.shipped import data_file

KEYS, HOME = "Ctrl-C: stop", "\x1b[H"
SHEETS = 100 * int(os.environ.get("FUZZ", "1"))


def test_code_toml_json_and_response_lead_to_the_same_bytes(knowledge: Knowledge, tmp_path: Path) -> None:
    raw, chance = tomllib.loads(data_file("causes.toml").read_text("utf-8")), random.Random(19)
    for _ in range(SHEETS):
        answers = parse_answers(knowledge, any_sheet(raw, chance), source="random")
        found = assess(knowledge, answers)
        ways = {
            "x.toml": answers_toml(knowledge, found),
            "x.json": to_json(found).decode(),
            "x.fhir.json": response_text(knowledge, found),
        }
        back = {"code": decode(knowledge, encode(knowledge, answers, date(2026, 11, 29))).answers}
        for name, text in ways.items():
            (tmp_path / name).write_text(text, "utf-8")
            back[name] = read_given(knowledge, str(tmp_path / name), ())
        for name, carried in back.items():
            assert to_json(assess(knowledge, carried)) == ways["x.json"].encode(), name


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
