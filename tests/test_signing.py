"""The signature of a file: who reviewed it, and that every change but of a comment shows in every result."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import warm
from forms import every_form
from test_loading import SMALL
from test_mistakes import FULL
from test_shipped_knowledge import to_toml
from test_words import GERMAN, german

from spasm_cli.core.assessment import assess, to_json
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.knowledge_file import inspect, load_knowledge
from spasm_cli.files.signing import fingerprint, is_signed, signed
from spasm_cli.files.words_file import own_words
from spasm_cli.report.lines.explain import explain, index

DR_A = "Dr A. Example"
TODAY = r"\d{4}-\d\d-\d\d"


def spasm(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return warm.run(
        [sys.executable, "-m", "spasm_cli", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )


def sign(folder: Path, text: str, reviewer: str = DR_A) -> Path:
    """Write a file and let the command sign it."""
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    run = spasm(folder, "knowledge", "sign", "own.toml", "--reviewer", reviewer)
    assert (run.returncode, run.stderr) == (0, "")
    told = (
        r"This file shares no danger rule and no cause with the built-in file: there is nothing to compare\. "
        rf"own\.toml: signed by {re.escape(reviewer)} on {TODAY}\. Any change but of a comment will show in every result\."
    )
    # Without the mark of another language.
    assert re.fullmatch(told, " ".join(run.stdout.replace("·", "").split()))
    return path


def change(path: Path, old: str, new: str) -> Knowledge:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_knowledge(str(path)).at()


def told(knowledge: Knowledge) -> dict[str, str]:
    """What each form says of the file, and the JSON."""
    result = assess(knowledge, parse_answers(knowledge, {"place": "leg", "danger": []}, source="test"))
    return {name: " ".join(text.split()) for name, text in every_form(knowledge, result).items()} | {
        "json": json.dumps(json.loads(to_json(result)))
    }


SIGNED = rf"reviewed {TODAY} by {re.escape(DR_A)}\. File"
CHANGED = rf"changed since {re.escape(DR_A)} reviewed it on {TODAY}\. File"
UNSIGNED = r"not reviewed by a clinician\. File"


def test_a_signed_file_is_what_it_was_with_one_table_more(tmp_path: Path) -> None:
    path = sign(tmp_path, f"# Ours.\n{SMALL}# The end.\n")
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# Ours.\n{SMALL}# The end.\n\n[review]\n")
    raw = tomllib.loads(text)
    assert raw.pop("review").keys() == {"reviewer", "date", "sha256"}
    assert raw == tomllib.loads(SMALL)
    loaded = inspect(str(path))
    assert (loaded.errors, loaded.warnings) == ((), ())
    assert loaded.knowledge is not None
    assert loaded.knowledge.signature == "signed"


@pytest.mark.parametrize("form", ["drawn", "narrow", "plain", "html"])
def test_every_form_says_whether_a_clinician_stands_by_the_file(tmp_path: Path, form: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(SMALL, encoding="utf-8")
    assert re.search(UNSIGNED, told(load_knowledge(str(path)).at())[form])
    sign(tmp_path, SMALL)
    assert re.search(SIGNED, told(load_knowledge(str(path)).at())[form])
    assert re.search(CHANGED, told(change(path, "Rest it.", "Rest it for 2 days."))[form])


def test_the_json_names_the_state_and_who_and_when(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(SMALL, encoding="utf-8")

    def state(knowledge: Knowledge) -> tuple[str, str | None, bool]:
        found = json.loads(told(knowledge)["json"])
        about = found["knowledge"]
        return found["review"], about["reviewer"], bool(re.fullmatch(TODAY, about["reviewed"] or ""))

    assert state(load_knowledge(str(path)).at()) == ("none", None, False)
    sign(tmp_path, SMALL)
    assert state(load_knowledge(str(path)).at()) == ("signed", DR_A, True)
    assert state(change(path, "Rest it.", "Rest it for 2 days.")) == ("changed", DR_A, True)


CHANGES: dict[str, tuple[str, str]] = {
    "a dose": ("Rest it.", "Rest it for 2 days."),
    "a share": ("p = 0.9", "p = 0.91"),
    "a threshold": ("fits_well = 3", "fits_well = 4"),
    "a number to call": ('"999"', '"998"'),
    "a source": ("A book", "A Book"),
    "a condition": ('any = ["danger.cold"] }\nurgency', 'all = ["danger.cold"] }\nurgency'),
    "the order of the file": (
        '"leg", label = "Leg", baseline = { p = 0.6, from = "judgement" } },\n  { id = "arm", label = "Arm", baseline = { p = 0.4,',
        '"arm", label = "Arm", baseline = { p = 0.6, from = "judgement" } },\n  { id = "leg", label = "Leg", baseline = { p = 0.4,',
    ),
    "a blank in a text": ("Rest it.", "Rest  it."),
    "a key more": ('phase = "now"', 'phase = "now"\nfigure = "F."'),
    "a table more": (
        "[[sources]]",
        '[[sources]]\nid = "NEW"\ntitle = "T"\npublisher = "P"\n\n[[sources]]',
    ),
}


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_anything_that_the_file_says_shows(tmp_path: Path, old: str, new: str) -> None:
    path = sign(tmp_path, SMALL)
    assert change(path, old, new).signature == "changed"
    assert "changed since it was reviewed on" in inspect(str(path)).warnings[-1]
    assert change(path, new, old).signature == "signed"


SAME: dict[str, tuple[str, str]] = {
    "a comment": ("[scoring]", "# Ours: do not touch.\n[scoring]"),
    "a comment behind a value": ("cap = 10", "cap = 10 # decibans"),
    "a blank line": ("[scoring]", "\n[scoring]"),
    "how a line is written": ('title = "Rest"', "title   =   'Rest'"),
    "the order of keys": ("cap = 10\nfits_well = 3", "fits_well = 3\ncap = 10"),
}


@pytest.mark.parametrize(("old", "new"), SAME.values(), ids=SAME)
def test_what_changes_nothing_that_the_file_says_does_not_show(tmp_path: Path, old: str, new: str) -> None:
    path = sign(tmp_path, SMALL)
    assert change(path, old, new).signature == "signed"
    assert inspect(str(path)).warnings == ()


@pytest.mark.parametrize("key", ["reviewer", "date"])
def test_who_signed_and_when_is_not_what_was_signed(tmp_path: Path, key: str) -> None:
    """The hash says what was reviewed; it cannot say that the name is right."""
    path = sign(tmp_path, SMALL)
    text = path.read_text(encoding="utf-8")
    before, after = text.rsplit(f"{key} = ", 1)
    value = "2026-01-03" if key == "date" else "Dr B"
    path.write_text(f'{before}{key} = "{value}"\n{after.partition(chr(10))[2]}', encoding="utf-8")
    knowledge = load_knowledge(str(path))
    assert knowledge.signature == "signed"
    assert getattr(knowledge.review, key) == value


def test_a_second_signature_replaces_the_first(tmp_path: Path) -> None:
    first = sign(tmp_path, SMALL).read_text(encoding="utf-8")
    again = sign(tmp_path, first.replace("Rest it.", "Rest it for 2 days."), "Dr B").read_text(
        encoding="utf-8"
    )
    assert again.count("[review]") == 1
    assert DR_A not in again
    knowledge = load_knowledge(str(tmp_path / "own.toml"))
    assert knowledge.signature == "signed"
    assert knowledge.review is not None
    assert knowledge.review.reviewer == "Dr B"
    assert (
        again.replace("Rest it for 2 days.", "Rest it.").partition("[review]")[0]
        == first.partition("[review]")[0]
    )


REVIEW = f'reviewer = "Dr C"\ndate = "2026-01-02"\nsha256 = "{"0" * 64}"\n'
MIDDLE = "[[sources]]\n"


@pytest.mark.parametrize(
    "table",
    [
        f"[review]\n{REVIEW}\n# ---- sources\n",
        f"  [review]  # by Dr C\n{REVIEW}\n# ---- sources\n",
        f"[ review ]\n# by hand\n\n{REVIEW}# ---- sources\n",
        f"[review]\n{REVIEW}# ---- sources\n".replace("\n", "\r\n"),
    ],
    ids=["plain", "with a comment", "with a comment below", "of Windows"],
)
def test_a_signature_in_the_middle_is_replaced_and_no_comment_below_it_is_lost(
    tmp_path: Path, table: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(SMALL.replace(MIDDLE, table + MIDDLE).encode())
    assert load_knowledge(str(path)).signature == "changed"
    assert spasm(tmp_path, "knowledge", "sign", "own.toml", "--reviewer", DR_A).returncode == 0
    text = path.read_bytes().decode()
    assert "# ---- sources" in text
    assert "Dr C" not in text
    assert load_knowledge(str(path)).signature == "signed"


ODD = {
    "in one line": lambda: f"review = {{ {', '.join(REVIEW.splitlines())} }}\n{SMALL}",
    "by dotted keys": lambda: "".join(f"review.{line}\n" for line in REVIEW.splitlines()) + SMALL,
    "in quotes": lambda: f'{SMALL}["review"]\n{REVIEW}',
    "in a long text": lambda: SMALL.replace('"Rest it."', f"'''\n[review]\n{REVIEW}'''"),
    "with a key over several lines": lambda: f"{SMALL}[review]\n{REVIEW}".replace('"Dr C"', '"""\nDr C"""'),
}  # fmt: skip


@pytest.mark.parametrize("write", ODD.values(), ids=ODD)
def test_a_signature_that_cannot_be_replaced_leaves_the_file_as_it_is(
    tmp_path: Path, write: Callable[[], str]
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(write(), encoding="utf-8")
    assert inspect(str(path)).errors == ()
    run = spasm(tmp_path, "knowledge", "sign", "own.toml", "--reviewer", DR_A)
    if run.returncode:
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr == "own.toml: take its table `review` out, then sign again.\n"
        assert path.read_text(encoding="utf-8") == write()
    else:
        assert load_knowledge(str(path)).signature == "signed"
        before, after = tomllib.loads(write()), tomllib.loads(path.read_text(encoding="utf-8"))
        assert [raw.pop("review", None) for raw in (before, after)]
        assert after == before


@pytest.mark.parametrize(
    "mistake", [("p = 0.9", "p = 9"), ('["rest"]', '["rset"]'), ("[scoring]", "[scoring")]
)
def test_a_file_with_problems_is_not_signed(tmp_path: Path, mistake: tuple[str, str]) -> None:
    path = tmp_path / "own.toml"
    text = SMALL.replace(*mistake)
    path.write_text(text, encoding="utf-8")
    run = spasm(tmp_path, "knowledge", "sign", "own.toml", "--reviewer", DR_A)
    assert (run.returncode, run.stdout) == (2, "")
    assert "own.toml:" in run.stderr
    assert path.read_text(encoding="utf-8") == text
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("reviewer", ["", " ", "…", "12"])
def test_nobody_cannot_sign(tmp_path: Path, reviewer: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(SMALL, encoding="utf-8")
    run = spasm(tmp_path, "knowledge", "sign", "own.toml", "--reviewer", reviewer)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "--reviewer: write the name of the clinician who reviewed the file.\n"
    assert path.read_text(encoding="utf-8") == SMALL


def test_without_a_name_or_a_file_there_is_nothing_to_sign(tmp_path: Path) -> None:
    assert spasm(tmp_path, "knowledge", "sign", "own.toml").returncode == 2
    run = spasm(tmp_path, "knowledge", "sign", "own.toml", "--reviewer", DR_A)
    assert (run.returncode, run.stderr) == (2, "own.toml: there is no such file.\n")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("reviewer", ['Dr "A" \\ B', "Åsa Öberg, 漢", "🦵 A", "O'Neill"])
def test_any_name_can_sign(tmp_path: Path, reviewer: str) -> None:
    knowledge = load_knowledge(str(sign(tmp_path, SMALL, reviewer)))
    assert knowledge.review is not None
    assert knowledge.review.reviewer == reviewer


def test_a_name_cannot_steer_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(SMALL, encoding="utf-8")
    run = spasm(tmp_path, "knowledge", "sign", "own.toml", "--reviewer", "Dr\x1b[31m A\u202e")
    assert "\x1b" not in run.stdout
    review = load_knowledge(str(path)).review
    assert review is not None
    assert review.reviewer == "Dr\N{REPLACEMENT CHARACTER}[31m A\N{REPLACEMENT CHARACTER}"


def test_a_pipe_cannot_be_signed(tmp_path: Path) -> None:
    run = spasm(tmp_path, "knowledge", "sign", "-", "--reviewer", DR_A)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "Name the file to sign; a pipe cannot be written to.\n"
    assert [*tmp_path.iterdir()] == []


def test_who_may_read_a_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(SMALL, encoding="utf-8")
    path.chmod(0o640)
    assert spasm(tmp_path, "knowledge", "sign", "own.toml", "--reviewer", DR_A).returncode == 0
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "own.toml").symlink_to("real.toml")
    assert spasm(tmp_path, "knowledge", "sign", "own.toml", "--reviewer", DR_A).returncode == 0
    assert os.readlink(tmp_path / "own.toml") == "real.toml"  # noqa: PTH115 - the text of the link
    assert load_knowledge(str(tmp_path / "real.toml")).signature == "signed"


def test_the_words_of_another_language_are_signed_with_the_file(tmp_path: Path) -> None:
    words = tmp_path / "words.de.toml"

    def put(**changes: Any) -> None:
        words.write_text(to_toml(german(**changes)), encoding="utf-8")

    put()
    path = sign(tmp_path, GERMAN)
    assert load_knowledge(str(path)).signature == "signed"
    put(result__nearest="Beide gleich.")
    assert load_knowledge(str(path)).signature == "changed"
    put()
    words.write_text(f"# Unsere.\n{words.read_text(encoding='utf-8')}", encoding="utf-8")
    assert load_knowledge(str(path)).signature == "signed"


def test_sets_are_signed_as_they_are_written(tmp_path: Path) -> None:
    flag = 'any = ["danger.cold"] }\nurgency'
    text = SMALL.replace(flag, flag.replace('"danger.cold"', '"@bad"')) + '[sets]\nbad = ["danger.cold"]\n'
    path = sign(tmp_path, text)
    assert load_knowledge(str(path)).signature == "signed"
    assert change(path, 'bad = ["danger.cold"]', 'bad = ["danger.cold", "place.arm"]').signature == "changed"


def test_every_value_of_a_file_counts() -> None:
    """Whichever is changed, the hash is another; that of the signature itself is not."""
    raw = tomllib.loads(FULL)
    seen = {fingerprint(raw, own_words())}
    from mutations import at, paths

    places = [path for path in paths(raw) if path[0] != "review"]
    for path in places:
        changed = tomllib.loads(FULL)
        at(changed, path[:-1])[path[-1]] = "something else"
        seen.add(fingerprint(changed, own_words()))
    assert len(seen) == 1 + len(places)
    raw["review"] = {"sha256": "x"}
    assert fingerprint(raw, own_words()) in seen


def test_what_is_signed_stands_at_the_end_of_the_source() -> None:
    text = signed("a = 1\n\n\n", reviewer="Dr A", date="2026-01-02", sha256="f" * 64)
    assert text == f'a = 1\n\n[review]\nreviewer = "Dr A"\ndate = "2026-01-02"\nsha256 = "{"f" * 64}"\n'
    assert signed(text, reviewer="Dr A", date="2026-01-02", sha256="f" * 64) == text


def test_a_source_bears_its_own_signature_or_none() -> None:
    words = own_words()
    right = signed("a = 1\n", reviewer="Dr A", date="2026-01-02", sha256=fingerprint({"a": 1}, words))
    assert is_signed(right, words)
    assert not is_signed(right.replace("a = 1", "a = 2"), words)
    assert not is_signed("a = 1\n", words)
    assert not is_signed(f"{right}[review]\n", words)


def test_from_a_copy_to_a_changed_result_by_the_commands_alone(tmp_path: Path) -> None:
    for words in (
        ("copy", "own.toml"),
        ("sign", "own.toml", "--reviewer", DR_A),
        ("validate", "--strict", "own.toml"),
    ):
        assert spasm(tmp_path, "knowledge", *words).returncode == 0
    check = (
        "check",
        "--full",
        "--plain",
        "--knowledge",
        "own.toml",
        "--set",
        "region=calf",
        "--set",
        "timing=in_bed",
    )
    assert re.search(SIGNED, " ".join(spasm(tmp_path, *check).stdout.split()))
    own = tmp_path / "own.toml"
    text = own.read_text(encoding="utf-8")
    dose = "for 10 seconds"
    assert dose in text
    own.write_text(text.replace(dose, "for 10 minutes", 1), encoding="utf-8")
    saved = spasm(tmp_path, *check, "--save", "page.html", "--save", "result.json")
    assert saved.returncode == 0, saved.stderr
    for said in (saved.stdout, own.with_name("page.html").read_text(encoding="utf-8")):
        assert re.search(CHANGED, " ".join(re.sub(r"<[^>]*>", " ", said).split()))
    assert json.loads(own.with_name("result.json").read_bytes())["review"] == "changed"
    run = spasm(tmp_path, "knowledge", "validate", "--strict", "own.toml")
    assert run.returncode == 1
    assert "changed since it was reviewed" in run.stdout


def test_what_is_explained_tells_a_change_as_a_result_does(tmp_path: Path) -> None:
    path = sign(tmp_path, SMALL)
    signed_file = load_knowledge(str(path)).at()
    assert "reviewed" not in index(signed_file) + explain(signed_file, "place")
    changed = change(path, 'ask = "Where?"', 'ask = "Where is it?"')
    for told_so in (index(changed), explain(changed, "place")):
        assert re.search(CHANGED, " ".join(told_so.split()))
