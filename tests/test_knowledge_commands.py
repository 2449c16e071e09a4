"""What the commands about the knowledge file print, called in this process."""

import json
from pathlib import Path

import pytest
from small import built
from test_fhir import SHORT
from test_loading import SMALL, write

from spasm_cli.cli.knowledge import run_copy, run_path, run_questions, run_schema, run_sign, run_validate
from spasm_cli.errors import SpasmError
from spasm_cli.files.fhir_form import questionnaire
from spasm_cli.files.shipped import data_file

SPARE = '\n[[sources]]\nid = "SPARE"\ntitle = "Spare"\npublisher = "Press"\n'
WARNED = 'FILE:134: sources "SPARE": nothing cites this source (warning)\nFILE: 0 problem(s), 1 warning(s)\n'
WRONG = """\
FILE:33: places.gb: sources: no source "BUK" (did you mean "BOOK"?)
FILE: 1 problem(s), 0 warning(s)
"""
MORE = """\
FILE:135: steps: id: this key is missing
FILE:135: steps: title: this key is missing
FILE:135: steps: how: this key is missing
FILE:135: steps: phase: this key is missing
FILE:135: steps: grade: this key is missing
FILE:135: steps: sources: this key is missing
FILE: 6 problem(s), 0 warning(s)
Mend these, then run again: more may follow.
"""


@pytest.mark.parametrize(
    ("text", "said", "codes"),
    [
        (SMALL, "FILE: no problems\n", (0, 0)),
        (SMALL + SPARE, WARNED, (0, 1)),
        (SMALL.replace('sources = ["BOOK"]', 'sources = ["BUK"]', 1), WRONG, (1, 1)),
        (f"{SMALL}\n\n[[steps]]\n", MORE, (1, 1)),
    ],
    ids=["fine", "a warning", "a mistake", "more may follow"],
)
def test_validate_prints_every_problem_and_how_many(
    text: str, said: str, codes: tuple[int, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, text)
    for strict, code in zip((False, True), codes, strict=True):
        assert run_validate(path, strict=strict) == code
        assert capsys.readouterr().out == said.replace("FILE", path)


def test_validate_prints_what_is_wrong_with_the_words_beside_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, SMALL.replace('language = "en"', 'language = "xx"'))
    (tmp_path / "words.xx.toml").write_text("language = 3\n", encoding="utf-8")
    assert run_validate(path, strict=False) == 1
    assert capsys.readouterr().out.startswith(f"{tmp_path / 'words.xx.toml'}:")


def test_questions_and_schema_are_written_as_json(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = write(tmp_path, SMALL)
    run_questions(path, None, fhir=False)
    first, *_ = json.loads(capsysbinary.readouterr().out)
    assert (first["id"], first["ask"], [option["label"] for option in first["options"]]) == (
        *("place", "Where?"),
        ["Leg", "Arm"],
    )
    run_questions(path, None, fhir=True)
    out = capsysbinary.readouterr().out
    assert out.startswith(b'{\n  "resourceType": "Questionnaire"')
    assert out.endswith(b"\n}\n")
    assert json.loads(out).keys() == questionnaire(built(SHORT)).keys()
    run_schema()
    assert capsysbinary.readouterr().out == data_file("causes.schema.json").read_bytes()


def test_path_names_a_file_that_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, SMALL)
    run_path(path)
    assert capsys.readouterr().out == f"{path}\n"
    with pytest.raises(SpasmError, match="nowhere"):
        run_path(str(tmp_path / "nowhere.toml"))


def test_a_copy_brings_its_schema_and_writes_over_nothing_unless_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    schema, copied = tmp_path / "causes.schema.json", tmp_path / "my own.toml"
    built_in = data_file("causes.toml").read_bytes(), data_file("causes.schema.json").read_bytes()
    for names in ("my own.toml and causes.schema.json", "my own.toml"):
        run_copy("my own.toml", force=False)
        assert capsys.readouterr().out == (
            f"{names} written. Check it with: spasm knowledge validate 'my own.toml'\n"
        )
        assert (copied.read_bytes(), schema.read_bytes()) == built_in
        copied.unlink()
    copied.write_text("mine")
    schema.write_text("mine too")
    with pytest.raises(SpasmError) as error:
        run_copy("my own.toml", force=False)
    assert [line.partition(":")[0] for line in str(error.value).splitlines()] == [
        "my own.toml",
        "causes.schema.json",
    ]
    assert (copied.read_text(), schema.read_text()) == ("mine", "mine too")
    run_copy("my own.toml", force=True)
    assert (copied.read_bytes(), schema.read_bytes()) == built_in
    with pytest.raises(SpasmError, match="this name is for the schema"):
        run_copy("causes.schema.json", force=True)


@pytest.mark.parametrize(
    ("name", "reviewer", "said"),
    [("-", "Dr A", "a pipe cannot be written to"), ("FILE", " 1.", "write the name of the clinician")],
)
def test_what_cannot_be_signed_is_said(name: str, reviewer: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SpasmError, match=said):
        run_sign(name.replace("FILE", write(tmp_path, SMALL)), reviewer=reviewer)
