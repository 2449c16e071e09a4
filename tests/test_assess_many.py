"""`spasm assess`: many sheets at once, each line for itself, in order, and the same as one at a time."""

import json
import os
import signal
from multiprocessing import get_start_method
from pathlib import Path

import pytest
from processes import spasm
from worked import WORKED

from spasm_cli.cli import assessing
from spasm_cli.core.assessment import assess, to_json
from spasm_cli.errors import SpasmError
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.sheets_file import MOST_BYTES, Line, assessed, lines_of

CHEST = '{"id": "a", "answers": {"region": "calf", "now": ["chest"], "chest_which": ["tight"]}}'
CALF = '{"region": "calf", "age": "60_to_74"}'


def results(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_sheet_gives_a_line_in_order_with_what_it_is_for() -> None:
    run = spasm("assess", "-", typed=f"{CHEST}\n{CALF}\n")
    assert (run.returncode, run.stderr) == (0, "")
    first, second = results(run.stdout)
    assert (first["line"], first["id"], first["urgency"], first["complete"]) == (1, "a", "emergency", False)
    assert first["causes"] == []
    assert "chest_tight" in str(first["reasons"])
    assert (second["line"], second["id"], second["urgency"]) == (2, None, "self_care")
    assert second["complete"] is False
    for line in (first, second):
        assert line["schema"] == "spasm.brief/1"
        assert "does not diagnose" in str(line["purpose"])
        assert line["country"] == "gb"


@pytest.mark.parametrize(
    ("bad", "sheet_id", "said"),
    [
        ("not json", None, "This line is not JSON: Expecting value, at column 1."),
        ('{"region": "calv"}', None, 'did you mean "calf"?'),
        ('{"id": 7, "answers": {"regoin": "calf"}}', 7, 'did you mean "region"?'),
        ('{"now": ["chest"], "now": []}', None, '"now" stands there twice'),
        ("[1]", None, "A line is an object"),
        ('{"id": 9007199254740993, "answers": {"region": 1}}', 9007199254740993, "got a number"),
        ('{"id": true, "answers": {}}', None, "A line is an object"),
        ('{"id": 1' + "0" * 30 + ', "answers": {}}', None, "A line is an object"),
        ('{"id": ["x"], "answers": {}}', None, "A line is an object"),
        ('{"id": 1, "answers": []}', None, "A line is an object"),
        ("[" * 50_000, None, "This line is not JSON"),
        ('{"region": "' + "x" * MOST_BYTES + '"}', None, f"longer than {MOST_BYTES} bytes"),
        ('{"region": "\\u001b[31m"}', None, "no option"),
    ],
)
def test_a_bad_line_says_what_is_wrong_and_loses_no_other(bad: str, sheet_id: object, said: str) -> None:
    run = spasm("assess", "-", typed=f"{CHEST}\n{bad}\n\n{CALF}\n")
    first, wrong, last = results(run.stdout)
    assert (run.returncode, run.stderr) == (1, "")
    assert (first["line"], wrong["line"], last["line"]) == (1, 2, 4)
    assert wrong["id"] == sheet_id
    assert said in str(wrong["error"])
    assert "\x1b" not in run.stdout


def test_one_bad_line_is_told_by_the_exit_code_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(assessing, "CHUNK", 1)
    monkeypatch.setattr(assessing, "_cores", lambda: 1)
    for lines, code in (([CALF, CALF], 0), (["{", CALF], 1), ([CALF, "{"], 1)):
        (tmp_path / "x.jsonl").write_text("\n".join(lines), "utf-8")
        assert assessing.run_assess([str(tmp_path / "x.jsonl")], None, "gb", whole=False) == code
        assert len(capfdbinary.readouterr().out.splitlines()) == 2


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "sheets.jsonl").write_bytes(b"\xff\xfe{}\n" + CALF.encode() + b"\n")
    run = spasm("assess", str(tmp_path / "sheets.jsonl"))
    assert run.returncode == 1
    assert [("error" in line) for line in results(run.stdout)] == [True, False]


def test_a_file_that_is_not_there_is_bad_input() -> None:
    run = spasm("assess", "/nowhere/sheets.jsonl")
    assert (run.returncode, run.stdout) == (2, "")
    assert "sheets.jsonl: cannot be read" in run.stderr


def test_files_follow_each_other_and_each_counts_its_own_lines(tmp_path: Path) -> None:
    for name, line in (("one", CHEST), ("two", CALF)):
        (tmp_path / name).write_text(f"{line}\n{line}\n")
    run = spasm("assess", str(tmp_path / "one"), str(tmp_path / "two"))
    assert [(line["line"], line["urgency"]) for line in results(run.stdout)] == [
        (1, "emergency"), (2, "emergency"), (1, "self_care"), (2, "self_care"),
    ]  # fmt: skip


def test_workers_give_the_same_in_the_same_order_as_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    sheets = tmp_path / "sheets.jsonl"
    sheets.write_text("".join(f'{{"id": {number}, "answers": {CALF}}}\n' for number in range(1300)) + "bad\n")
    monkeypatch.setenv("SPASM_COUNTRY", "gb")
    found = []
    for cores in (1, 2):
        monkeypatch.setattr(assessing, "_cores", lambda cores=cores: cores)
        assert assessing.run_assess([str(sheets)], None, None, whole=False) == 1
        found.append(capfdbinary.readouterr().out)
    assert found[0] == found[1]
    assert [json.loads(line)["line"] for line in found[0].splitlines()] == [*range(1, 1302)]


@pytest.mark.skipif(get_start_method() != "fork", reason="a worker that starts anew cannot be made to end")
def test_a_worker_that_is_ended_from_outside_is_told_and_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = tmp_path / "sheets.jsonl"
    sheets.write_text(f"{CALF}\n" * 1300)
    monkeypatch.setattr(assessing, "_cores", lambda: 2)
    monkeypatch.setattr(assessing, "_work_on", lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(SpasmError, match="ended from outside"):
        assessing.run_assess([str(sheets)], None, "gb", whole=False)


def test_one_sheet_at_a_time_is_the_same_assessment() -> None:
    knowledge = load_knowledge(None).at("gb")
    for path in WORKED[:4]:
        for case in load_cases(str(path)):
            line = json.dumps({"id": case.id, "answers": case.answers}).encode()
            whole, good = assessed(knowledge, Line(1, line), whole=True)
            short, _ = assessed(knowledge, Line(1, line), whole=False)
            assert good
            alone = json.loads(
                to_json(assess(knowledge, parse_answers(knowledge, case.answers, source="test")))
            )
            assert json.loads(whole)["assessment"] == alone
            assert json.loads(short)["urgency"] == alone["urgency"]["level"]
            assert len(short) < 1000


def test_what_cannot_be_read_to_the_end_is_no_loop(tmp_path: Path) -> None:
    (tmp_path / "long").write_bytes(b"x" * (3 * MOST_BYTES) + b"\n" + CALF.encode())
    assert [line.place for line in lines_of(str(tmp_path / "long"))] == [1, 2]


def test_a_closed_pipe_ends_it_quietly() -> None:
    run = spasm("assess", "-", typed=f"{CALF}\n" * 4000, shell="| head -1")
    assert run.stderr == ""
    assert len(run.stdout.splitlines()) == 1
