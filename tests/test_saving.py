"""`spasm check --save`: every form, private, whole or not at all, and never over another file unasked."""

import errno
import json
import os
import re
import resource
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import warm
from quiet import NIGHT_CRAMP_JSON, TIGHT_CHEST

from spasm_cli.cli.check import run_check
from spasm_cli.cli.forms import FORMS
from spasm_cli.cli.options import Request
from spasm_cli.core.assessment import assess, to_json
from spasm_cli.core.cases import Case
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import SpasmError
from spasm_cli.files.answers_file import answers_toml, parse_answers, read_given
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.shipped import data_file

SHEET = '{"region": "calf", "now": ["chest?"], "timing": "in_bed", "relief": "not_sure"}'
CASES = [
    *load_cases(str(data_file("demo.toml"))),
    *load_cases(str(Path(__file__).parent / "cases/development_a.toml")),
]


def spasm(
    *words: str, typed: str = NIGHT_CRAMP_JSON, env: dict[str, str] | None = None, room: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command; `room` is the number of bytes a file may have, as on a disk that runs full."""

    less: Any = (
        {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))} if room else {}
    )
    return warm.run(
        [sys.executable, "-B", "-m", "spasm_cli", "check", *words],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "80", **(env or {})},
        timeout=60,
        **less,
    )


def saving(*names: str, force: bool = False) -> Request:
    return Request(settings=["region=calf"], plain=True, save=list(names), force=force)


@pytest.mark.parametrize("words", [(), ("--json",), ("--plain",)])
def test_every_form_is_written_beside_the_result(words: tuple[str, ...], tmp_path: Path) -> None:
    names = [str(tmp_path / f"result{form.ending}") for form in FORMS]
    saves = [word for name in names for word in ("--save", name)]
    run = spasm("--answers", "-", *words, *saves)
    assert run.returncode == 0, run.stderr
    assert run.stderr.splitlines() == [f"Saved: {name}" for name in names]
    assert run.stdout == spasm("--answers", "-", *words).stdout
    html, note, note_txt, txt, as_json, toml, code, fhir = (Path(name).read_bytes() for name in names)
    assert html.startswith(b"<!doctype html>")
    assert note.startswith(b"<!doctype html>")
    assert note != html
    assert b"DANGER SIGNS DENIED" in note_txt
    assert txt.startswith(b"Urgency: ")
    assert as_json.decode() == spasm("--answers", "-", "--json").stdout
    assert b'\nregion = "calf"' in toml
    assert re.match(rb"([0-9A-Z]{5}-){3}", code)
    assert json.loads(fhir)["resourceType"] == "QuestionnaireResponse"
    assert all(
        data.endswith(b"\n") and not data.endswith(b"\n\n")
        for data in (html, note, note_txt, txt, as_json, toml, code)
    )
    for name in names:
        assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600
    assert len(list(tmp_path.iterdir())) == len(FORMS)


def test_why_goes_into_the_text_too(tmp_path: Path) -> None:
    name = str(tmp_path / "result.txt")
    spasm("--answers", "-", "--why", "--save", name)
    assert "HOW THE POINTS ADD UP" in Path(name).read_text(encoding="utf-8")


def test_the_end_of_a_name_may_be_in_capitals(tmp_path: Path) -> None:
    assert spasm("--answers", "-", "--save", str(tmp_path / "A.JSON")).returncode == 0
    assert json.loads((tmp_path / "A.JSON").read_bytes())["schema"] == "spasm.assessment/1"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_saved_answers_read_back_give_the_same_bytes_of_json(
    case: Case, knowledge: Knowledge, tmp_path: Path
) -> None:
    answers = parse_answers(knowledge, case.answers, source="test")
    first = assess(knowledge, answers, explore=True)
    sheet = tmp_path / "answers.toml"
    sheet.write_text(answers_toml(knowledge, first), encoding="utf-8")
    again = read_given(knowledge, str(sheet), ())
    assert to_json(assess(knowledge, again, explore=True)) == to_json(first)


@pytest.mark.parametrize("typed", [SHEET, NIGHT_CRAMP_JSON, "{}", '{"now": ["fever", "chest?", "not_sure"]}'])
def test_saved_answers_read_back_by_the_command_give_the_same_bytes(typed: str, tmp_path: Path) -> None:
    sheet = str(tmp_path / "answers.toml")
    first = spasm("--answers", "-", "--json", "--save", sheet, typed=typed)
    again = spasm("--answers", sheet, "--json")
    assert first.returncode == again.returncode == 0, again.stderr
    assert again.stdout == first.stdout


def test_saved_answers_say_what_they_are_and_can_be_read_by_a_person(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    sheet = tmp_path / "answers.toml"
    spasm("--answers", "-", "--save", str(sheet), typed=SHEET)
    text = sheet.read_text(encoding="utf-8")
    assert text.startswith(f"# {knowledge.meta.purpose}\n# Answers for: {knowledge.meta.title} ")
    assert f" {knowledge.meta.version}, file {knowledge.sha256[:8]}." in text
    assert 'relief = "not_sure"  # What helps most? Not sure\n' in text
    assert 'now = ["chest?"]  # Now, or since it began: any of these? Not sure: ' in text


def test_the_same_answers_give_the_same_files_whatever_the_order_of_hashes(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        saves = [word for form in FORMS for word in ("--save", str(tmp_path / seed / f"a{form.ending}"))]
        spasm("--answers", "-", *saves, env={"PYTHONHASHSEED": seed})
    for form in (each.ending for each in FORMS):
        assert (tmp_path / f"1/a{form}").read_bytes() == (tmp_path / f"2/a{form}").read_bytes()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("result.pdf", "must end in .html (a page to print), "),
        ("result", "must end in .html (a page to print), "),
        (".html", "must end in .html (a page to print), "),
        ("taken.html", "there is a file already; --force writes over it"),
        ("dangling.html", "there is a file already; --force writes over it"),
        ("folder.html", "this is a directory; name a file in it"),
        ("nowhere/result.html", "there is no directory"),
        ("taken.html/result.html", "there is no directory"),
    ],
)
@pytest.mark.parametrize("other", ["good.json", None])
def test_what_cannot_be_saved_is_told_before_the_first_question(
    name: str, message: str, other: str | None, tmp_path: Path
) -> None:
    (tmp_path / "taken.html").write_text("mine")
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "dangling.html").symlink_to(tmp_path / "gone")
    before = sorted(tmp_path.iterdir())
    saves = ["--save", str(tmp_path / name), *(["--save", str(tmp_path / other)] if other else [])]
    run = spasm("--plain", *saves, typed="")
    assert run.returncode == 2
    assert message in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert "Where is the worst of it" not in run.stderr
    assert run.stdout == ""
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "taken.html").read_text() == "mine"


def test_a_name_that_no_disk_takes_costs_the_file_but_not_the_result(tmp_path: Path) -> None:
    run = spasm("--answers", "-", "--save", str(tmp_path / ("n" * 300 + ".html")))
    assert run.returncode == 2
    assert run.stderr.endswith("cannot be written (File name too long).\n")
    assert "Night leg cramp" in run.stdout


def test_an_end_without_a_name_is_told_what_a_name_is(tmp_path: Path) -> None:
    for name in (".html", str(tmp_path / ".json")):
        run = spasm("--plain", "--save", name, typed="")
        assert run.returncode == 2
        assert run.stderr.startswith(f"--save {name}: a name such as result.html is needed; it must end in ")


def test_all_bad_names_are_told_together(tmp_path: Path) -> None:
    run = spasm("--answers", "-", "--save", "a.pdf", "--save", str(tmp_path / "x/a.json"))
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 2


def test_force_writes_over_a_file(tmp_path: Path) -> None:
    name = tmp_path / "a.json"
    name.write_text("mine")
    name.chmod(0o644)
    assert spasm("--answers", "-", "--save", str(name), "--force").returncode == 0
    assert json.loads(name.read_bytes())["schema"] == "spasm.assessment/1"
    assert stat.S_IMODE(name.stat().st_mode) == 0o600


@pytest.mark.parametrize("there", [True, False], ids=["a file", "nothing yet"])
def test_force_writes_through_links_and_keeps_them(there: bool, tmp_path: Path) -> None:
    target, link, name = tmp_path / "folder/real", tmp_path / "link", tmp_path / "a.json"
    target.parent.mkdir()
    if there:
        target.write_text("mine")
    link.symlink_to("folder/real")
    name.symlink_to(link)
    refused = spasm("--answers", "-", "--save", str(name))
    assert refused.stderr == f"--save {name}: there is a file already; --force writes over it.\n"
    assert spasm("--answers", "-", "--save", str(name), "--force").stderr == f"Saved: {name}\n"
    assert (name.readlink(), link.readlink()) == (link, Path("folder/real"))
    assert json.loads(target.read_bytes())["schema"] == "spasm.assessment/1"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [entry.name for entry in target.parent.iterdir()] == ["real"]


def test_a_link_that_leads_back_to_itself_or_nowhere_is_told_before_the_first_question(
    tmp_path: Path,
) -> None:
    (tmp_path / "loop.json").symlink_to("loop.json")
    (tmp_path / "lost.json").symlink_to("gone/a.json")
    names = [str(tmp_path / name) for name in ("loop.json", "lost.json")]
    run = spasm("--plain", "--save", names[0], "--save", names[1], "--force", typed="")
    assert run.returncode == 2
    assert run.stderr.splitlines() == [
        f"--save {names[0]}: this is not an ordinary file; choose another name.",
        f"--save {names[1]}: there is no directory {tmp_path}/gone.",
    ]


def test_a_file_that_appears_meanwhile_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = tmp_path / "a.json"
    monkeypatch.setattr("spasm_cli.cli.check.check_targets", lambda *_, **__: name.write_text("mine"))
    with pytest.raises(SpasmError, match="there is a file already"):
        run_check(saving(str(name)))
    assert name.read_text() == "mine"
    assert "Urgency: " in capsys.readouterr().out
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize("force", [False, True])
def test_a_disk_that_fails_leaves_nothing_half_written(
    force: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = tmp_path / "a.html"
    if force:
        name.write_text("mine")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        SpasmError, match=r"Not saved: .*a\.html: cannot be written \(No space left on device\)"
    ):
        run_check(saving(str(name), force=force))
    assert "Urgency: " in capsys.readouterr().out
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == (
        [("a.html", "mine")] if force else []
    )


def test_a_file_that_does_not_fit_is_not_written_and_the_others_are(tmp_path: Path) -> None:
    large, small = str(tmp_path / "a.html"), str(tmp_path / "a.toml")
    run = spasm("--answers", "-", "--save", large, "--save", small, room=2000)
    assert run.returncode == 2
    saved, failed = run.stderr.splitlines()
    assert saved == f"Saved: {small}"
    assert failed == f"Not saved: {large}: cannot be written (File too large)."
    assert "Night leg cramp" in run.stdout
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.toml"]


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="/proc is the folder in which not even root may write"
)
def test_a_folder_that_lets_nothing_in_is_told_before_the_first_question() -> None:
    run = spasm("--plain", "--save", "/proc/self/a.json", typed="")
    assert run.returncode == 2
    assert run.stderr == "--save /proc/self/a.json: nothing can be written in the directory /proc/self.\n"
    assert run.stdout == ""


@pytest.mark.parametrize("words", [("--json",), ("--plain",), ()])
def test_a_reader_that_goes_away_does_not_cost_the_file(words: tuple[str, ...], tmp_path: Path) -> None:
    name = tmp_path / "a.json"
    pipe = subprocess.PIPE
    run = subprocess.Popen(
        [sys.executable, "-m", "spasm_cli", "check", "--answers", "-", "--save", str(name), *words],
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
    )
    assert run.stdout
    run.stdout.close()
    run.stdout = None
    _, told = run.communicate(NIGHT_CRAMP_JSON)
    assert told == f"Saved: {name}\n"
    assert json.loads(name.read_bytes())["schema"] == "spasm.assessment/1"


def test_a_questionnaire_is_saved_at_its_end(tmp_path: Path) -> None:
    name = tmp_path / "a.html"
    run = spasm("--plain", "--save", str(name), typed=f"{TIGHT_CHEST}1\n")
    assert run.returncode == 0, run.stderr
    assert run.stderr.endswith(f"Saved: {name}\n")
    assert "Get emergency help now" in name.read_text(encoding="utf-8")


def test_a_questionnaire_without_an_end_writes_nothing(tmp_path: Path) -> None:
    run = spasm("--plain", "--save", str(tmp_path / "a.html"), typed="1\n3\n")
    assert run.returncode == 2
    assert "Saved" not in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_only_pages_load_what_writes_pages(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from spasm_cli.__main__ import main\n"
        "sys.argv = ['spasm', 'check', '--plain', '--set', 'region=calf', *sys.argv[1:]]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.exit('jinja2' in sys.modules)"
    )
    for form in (each.ending for each in FORMS):
        words = [sys.executable, "-c", code, "--save", str(tmp_path / f"a{form}")]
        assert subprocess.run(words, capture_output=True, check=False).returncode == form.endswith(".html")
