"""A file of the first form is told where to read how it is moved; moved by the script, it says what it said."""

import random
import re
import subprocess
import sys
import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import oracle
import pytest
import warm
from move_to_schema_2 import moved
from test_oracle import any_sheet

from spasm_cli.core.assessment import assess
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import SpasmError
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.knowledge_file import inspect, load_knowledge

TOP = Path(__file__).parents[1]
OLD = '''\
# The first form, with everything that had another shape in it.
[meta]
schema = 1
title = "Old"
version = "1"
updated = "2026-01-01"
language = "en"
reviewed = "2026-01-02"
reviewer = "Dr A"
purpose = "Compares."
safety_net = "Get help: call 999."
unchecked_title = "Unchecked"
unchecked = "Not all was asked."
no_pattern = "Fits nothing."

[scoring]
shrink = 0.8        # ours
cap = 10
fits_well = 4
fits_partly = -8
min_bits = 0.05
close_db = 3
steps_per_phase = 2 # a heading
LEVELS
[[questions]]
id = "place_of_it"
ask = "Where?"
help = "To know."
kind = "one"
section = "where"
options = [
  { id = "leg", label = "Leg", baseline = 0.6, baseline_from = "BOOK" },
  { id = "arm", label = "Arm", baseline = 3e-1 },
  { id = "back", label = "Back", baseline = 0.1, baseline_from = "judgement", check = "Feel it." },
]

[[questions]]
id = "danger"
ask = "Any of this?"
help = "To be safe."
kind = "many"
section = "safety"
if_unsure = "routine"
options = [{ id = "cold", label = "Cold" }, { id = "weak", label = "Weak" }]

[[questions]]
id = "takes"
ask = "Which?"
help = """
Why:
id = no key here, nor is
prior = 0.5
"""
kind = "many"
section = "about_you"
when = { none = ["place_of_it.back"] }
options = [{ id = "tea", label = "Tea", baseline = 0.2 }, { id = "milk", label = "Milk", baseline = 0.4, baseline_from = "BOOK" }]

[[flags]]
id = "cold"
when = { any = ["danger.cold"] }
urgency = "emergency"
say = "Cold is bad."
may_be = "Cold"
sources = ["judgement"]

[[flags]]
id = "weak"
when = [{ all = ["danger.weak", "place_of_it.leg"] }, { any = ["danger.weak", "takes.tea"], at_least = 2 }]
urgency = "routine"
say = "Weak is worth a look."
may_be = "Weak"
sources = ["BOOK"]

[[causes]] # the first
id = "strain"
name = "Strain"
clinical_name = "Strain"
kind = "pattern"
summary = """
A strain:
prior = 0.9 of all.
[causes.findings]
"""
claim = "Good."
prior = 0.3 # of those who ask
prior_from = "BOOK"
steps = ["rest", "tea"]
see_someone = "In two weeks."
sources = ["BOOK"]
[causes.findings]
place_of_it.leg = { p = 0.9, from = "BOOK" } # table 2
place_of_it.arm = {p=0.05,from="judgement"}
takes.milk = { p = 0.1, from = "judgement" }

[[causes]]
id = "tea_drinking"
name = "Tea"
clinical_name = "Tea"
kind = "contributor"
shown_when = { any = ["takes.tea"] }
summary = "Tea."
claim = "Poor."
prior = 0.05
steps = ["tea"]
see_someone = "In four weeks."
sources = ["judgement"]
[causes.findings]
takes.tea = { p = 0.95, from = "BOOK" }
place_of_it.back = { p = 0.3, from = "judgement" }

[[steps]]
id = "rest"
title = "Rest"
how = "Rest it."
phase = "now"
grade = "limited"
sources = ["BOOK"]
cautions = [
  { when = { any = ["danger.weak"] }, who = "you are weak", drop = true },
]

[[steps]]
id = "tea"
title = "Less tea"
how = "Drink less of it."
phase = "prevent"
grade = "expert opinion"
sources = ["judgement"]
when = { any = ["place_of_it.leg", "place_of_it.arm"] }

[[sources]]
id = "BOOK"
title = "A book"
publisher = "Press"
'''.replace(
    "LEVELS\n",
    "".join(
        f'\n[levels.{name}]\ntitle = "T"\nact = "Call 111."\nelsewhere = "E"\nmeanwhile = "M"\nunsure = "U"\n'
        for name in ("emergency", "same_day", "routine", "self_care")
    ),
)


def write(folder: Path, text: str) -> str:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    return load_knowledge(write(tmp_path, moved(OLD))).at()


def as_the_first_form_meant(raw: dict[str, Any]) -> dict[str, Any]:
    """The old file for the naive scorer: a share was a number, whoever gave it."""
    for question in raw["questions"]:
        for option in question["options"]:
            if "baseline" in option:
                option["baseline"] = {"p": option["baseline"]}
    for cause in raw["causes"]:
        cause["prior"] = {"p": cause["prior"]}
    return raw


OLD_RAW = as_the_first_form_meant(tomllib.loads(OLD))


@pytest.mark.parametrize(
    "words",
    [("knowledge", "validate"), ("check", "--set", "danger=cold", "--knowledge"), ("explain", "--knowledge")],
)
def test_a_file_of_the_first_form_gets_one_error_that_names_the_page(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    path = write(tmp_path, OLD)
    command = [sys.executable, "-m", "spasm_cli", *words, path]
    run = warm.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        f"{path}: this file is of the first form (schema = 1). docs/knowledge.md, “Moving a file to schema 2”, "
        "says how to move it; scripts/move_to_schema_2.py does most of it.\n"
    )


def test_nothing_else_is_said_of_it_however_wrong_it_is(tmp_path: Path) -> None:
    with pytest.raises(SpasmError, match="this file is of the first form") as caught:
        inspect(write(tmp_path, OLD.replace("cap = 10", 'cap = "\\u0007"').replace("prior =", "piror =")))
    assert str(caught.value).count("\n") == 0


def test_the_moved_file_has_no_problem_and_says_the_same_texts(tmp_path: Path) -> None:
    assert inspect(write(tmp_path, moved(OLD))).errors == ()
    old, new = tomllib.loads(OLD), tomllib.loads(moved(OLD))
    assert "reviewed" not in new["meta"]
    assert "review" not in new
    for table in ("levels", "flags", "steps", "sources"):
        assert new[table] == old[table]
    assert new["meta"] == {
        key: text for key, text in old["meta"].items() if key not in {"reviewed", "reviewer"}
    } | {"schema": 2}
    assert new["scoring"] == {key: value for key, value in old["scoring"].items() if key != "close_db"} | {
        "usual_people": 10,
        "spread_db": 2,
        "well_ahead": 0.9,
        "a_little_ahead": 0.6,
    }
    for name in ("id", "ask", "help", "when", "section", "kind"):
        assert [q.get(name) for q in new["questions"]] == [q.get(name) for q in old["questions"]]
    assert [q["short"] for q in new["questions"]] == ["Place of it", "Danger", "Takes"]


def test_a_share_becomes_a_judgement_that_leans_on_what_it_cited() -> None:
    raw = tomllib.loads(moved(OLD))
    book, ours = (
        {"from": "judgement", "near": ["BOOK"], "note": "cited so in schema 1, and not opened again"},
        {"from": "judgement"},
    )
    strain, tea = raw["causes"]
    assert strain["findings"] == {
        "place_of_it": {"leg": {"p": 0.9} | book, "arm": {"p": 0.05} | ours},
        "takes": {"milk": {"p": 0.1} | ours},
    }
    assert (strain["prior"], tea["prior"]) == ({"p": 0.3} | book, {"p": 0.05} | ours)
    assert "prior_from" not in strain
    assert [option["baseline"] for option in raw["questions"][0]["options"]] == [
        {"p": 0.6} | book,
        {"p": 0.3} | ours,
        {"p": 0.1} | ours,
    ]
    assert raw["questions"][2]["options"][1] == {"id": "milk", "label": "Milk", "baseline": {"p": 0.4} | book}


def test_comments_stay_where_they_were() -> None:
    text = moved(OLD)
    for comment in ("# ours", "# a heading", "# of those who ask", "# table 2", "# the first"):
        (line,) = (line for line in text.splitlines() if line.endswith(comment))
        assert "=" in line or "[[" in line
    assert text.startswith("# The first form")


def test_numbers_in_the_texts_of_a_moved_file_are_no_local_words_before_somebody_lists_them(
    tmp_path: Path,
) -> None:
    text = moved(OLD)
    assert inspect(write(tmp_path, text)).errors == ()
    listed = inspect(write(tmp_path, text.replace("local = []", 'local = ["999", "111"]'))).errors
    assert len(listed) == 5
    assert all("belongs to one place" in error for error in listed)


def everybody() -> list[dict[str, Any]]:
    """Every sheet of the old file that a person can give, and some with doubts."""
    places = ["leg", "arm", "back", "not_sure", None]
    boxes: list[Any] = [None, [], ["cold"], ["weak"], ["weak?"], ["not_sure"], ["cold?", "weak"]]
    takes: list[Any] = [None, [], ["tea"], ["milk"], ["tea", "milk?"], ["tea?"], ["not_sure"]]
    return [
        {
            name: value
            for name, value in zip(("place_of_it", "danger", "takes"), given, strict=True)
            if value is not None
        }
        for given in product(places, boxes, takes)
    ]


def test_the_moved_file_gives_the_same_urgency_and_the_same_scores(knowledge: Knowledge) -> None:
    """By the naive scorer on the old numbers, which lean on nothing."""
    chance = random.Random(1)
    for sheet in everybody() + [any_sheet(OLD_RAW, chance) for _ in range(50)]:
        found = assess(knowledge, parse_answers(knowledge, sheet, source="test"))
        assert found.urgency.level == oracle.level(OLD_RAW, sheet)
        if found.urgency.level != "emergency":
            assert [(cause.id, cause.score) for cause in found.causes] == [
                (name, score) for name, score, _ in oracle.ranking(OLD_RAW, sheet)
            ]
            assert [cause.id for cause in found.shown] == oracle.shown(OLD_RAW, sheet)


@pytest.mark.parametrize(
    ("sheet", "scores", "steps", "left_out"),
    [
        # prior 10 log10(0.3 / 0.7) = -3.68; leg 0.8 · 10 log10(0.9 / 0.6) = 1.41. prior 10 log10(0.05 / 0.95) = -12.79;
        # back 0.3 leaves 0.7 for leg and arm, 0.9: 0.8 · 10 log10(0.7 / 0.9) = -0.87
        ({"place_of_it": "leg", "danger": []}, {"strain": -3, "tea_drinking": -14}, ["rest", "tea"], []),
        # arm 0.8 · 10 log10(0.05 / 0.3) = -6.23; milk blank 0.8 · 10 log10(0.9 / 0.6) = 1.41;
        # tea 0.8 · 10 log10(0.95 / 0.2) = 5.41
        (
            {"place_of_it": "arm", "danger": [], "takes": ["tea"]},
            {"strain": -9, "tea_drinking": -9},
            ["tea"],
            [],
        ),
        ({"place_of_it": "leg", "danger": ["weak"]}, {"strain": -3, "tea_drinking": -14}, ["tea"], ["rest"]),
        # back: of strain 0.05 is left: 0.8 · 10 log10(0.05 / 0.1) = -2.41; of tea 0.8 · 10 log10(0.3 / 0.1) = 3.82
        ({"place_of_it": "back", "danger": []}, {"strain": -6, "tea_drinking": -9}, ["rest"], []),
        ({"place_of_it": "leg", "danger": ["cold"]}, {}, [], []),
    ],
)
def test_the_moved_file_gives_the_scores_and_steps_that_the_old_one_gave(
    knowledge: Knowledge, sheet: dict[str, Any], scores: dict[str, int], steps: list[str], left_out: list[str]
) -> None:
    found = assess(knowledge, parse_answers(knowledge, sheet, source="test"))
    assert {cause.id: cause.score for cause in found.causes} == scores
    assert [step.id for step in found.steps] == steps
    assert [step.id for step in found.left_out] == left_out


def test_the_script_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text(OLD, encoding="utf-8")
    command = [sys.executable, str(TOP / "scripts" / "move_to_schema_2.py"), "old.toml", "new.toml"]
    first = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert first.stdout == "new.toml written. Check it with: spasm knowledge validate new.toml\n"
    assert first.stderr.startswith(
        "Numbers stand in the texts, and everybody is told them, wherever they live: 999"
    )
    assert (tmp_path / "new.toml").read_text(encoding="utf-8") == moved(OLD)
    (tmp_path / "new.toml").write_text("mine", encoding="utf-8")
    second = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert re.match(r"new\.toml: there is a file already", second.stderr)
    assert (tmp_path / "new.toml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("words", "text", "told"),
    [
        ([], OLD, "Name two files: "),
        (["old.toml"], OLD, "Name two files: "),
        (["old.toml", "new.toml", "more.toml"], OLD, "Name two files: "),
        (["none.toml", "new.toml"], OLD, "none.toml: cannot be read"),
        (["old.toml", "new.toml"], moved(OLD), "old.toml: not of the first form"),
        (["old.toml", "new.toml"], "a = 1", "old.toml: not of the first form"),
        (["old.toml", "new.toml"], "meta = 1", "old.toml: not of the first form"),
        (["old.toml", "new.toml"], "a = ", "old.toml: not valid TOML"),
        (["old.toml", "new.toml"], 'a = "\xe9"', "old.toml: not valid TOML"),
        (["old.toml", "new.toml"], "[meta]\nschema = 1", "old.toml: 'questions' is missing"),
        (["old.toml", "nowhere/new.toml"], OLD, "nowhere/new.toml: cannot be written"),
    ],
)
def test_what_cannot_be_moved_is_told_in_a_line(
    tmp_path: Path, words: list[str], text: str, told: str
) -> None:
    (tmp_path / "old.toml").write_text(text, encoding="latin-1" if "\xe9" in text else "utf-8")
    command = [sys.executable, str(TOP / "scripts" / "move_to_schema_2.py"), *words]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(told)
    assert run.stderr.count("\n") == 1
    assert not (tmp_path / "new.toml").exists()


def test_numbers_in_the_texts_of_a_moved_file_are_warned_of(tmp_path: Path) -> None:
    found = inspect(write(tmp_path, moved(OLD.replace("call 999.", "call 999, 111 or 01632 960 123."))))
    assert found.errors == ()
    told = [line.partition(": meta: ")[2].partition(" looks like")[0] for line in found.warnings]
    assert [number for number in told if number] == ['"999"', '"111"', '"01632 960 123"']
