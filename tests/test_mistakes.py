"""What the checker finds wrong with a file is what msgspec refuses: no more, no less, whatever stands where."""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from mutations import ODD_VALUES, at, broken, paths
from test_evaluation import GOOD
from test_loading import SMALL, write

from spasm_cli.core.cases import Case
from spasm_cli.core.entries import Cause, Caution, Flag, Option, Question, Source, Step
from spasm_cli.core.knowledge import Tables
from spasm_cli.core.numbers import Number
from spasm_cli.core.vocabulary import About, Condition, LevelText, Review, Scoring
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.checking import mistakes, tables
from spasm_cli.files.checking.mistakes import problems_in
from spasm_cli.files.checking.tables import problems_of
from spasm_cli.files.knowledge_file import inspect

FULL = (
    SMALL.replace(
        'unsure = "U"\n', 'unsure = "U"\ncauses_note = "N"\nonly_alone = ["sea"]\nroutes.sea = "R"\nprefer_route = true\n', 1
    )
    .replace('language = "en"\n', 'language = "en"\nalarm = "A"\nintro = "I"\nstopped_title = "S"\n')
    .replace('label = "Arm"', 'label = "Arm", check = "C", if_unsure = "same_day", when = [], confirm = true, you = "you have an arm", denied = "arm"')
    .replace('section = "where"\n', 'section = "where"\nwhen = { none = ["place.arm"] }\nif_unsure = "routine"\nunsure_route = "sea"\ngate = "G?"\n')
    .replace('may_be = "Cold"\n', 'may_be = "Cold"\nroute = "sea"\nstops = true\nwithin = "now"\n')
    .replace('kind = "pattern"', 'kind = "contributor"\nicd10 = ["R25"]\nexpect = "E"\ndo_not = "D"\nknown = "you do"\nshown_if_asked = ["place"]\nonly = { any = ["place.leg"] }\n'
             'shown_when = [{ all = ["place.leg", ["place.arm", "danger.cold"]] }]')
    .replace('prior = { p = 0.3, from = "judgement" }', 'prior = { yes = 3, of = 10, from = "BOOK", note = "N" }')
    .replace('grade = "limited"\n', 'grade = "limited"\nwhen = { all = ["place.leg"], at_least = 1 }\nup_to = "routine"\nif_no_pattern = true\nfigure = "F"\nat_once = "A"\nbrief = [{ say = "B", when = { all = ["place.leg"] } }]\npose = ["stand"]\n')
    .replace("drop = true", 'say = "S", drop = true, unless_sure = true')
    .replace('publisher = "Press"', 'publisher = "Press"\nyear = 1999\nread = "copy"\ncopy_url = "https://example.org/copy"\nweak = true')
    + '[[poses]]\nid = "stand"\nsay = "Standing."\nwhen = { any = ["place.leg"] }\nlimbs = { trunk = 90, arm = 45 }\n'
    'props = ["floor"]\nfeel = ["arm"]\nmoves = { arm = 10.5 }\nfront = true\n'
    + f'[review]\nreviewer = "Dr A"\ndate = "2026-01-02"\nsha256 = "{"0" * 64}"\n[sets]\nlimbs = ["place.leg", "place.arm"]\n'
)  # fmt: skip
"""The small file with nearly every key that there is; its conditions name no set, which are put in before."""
FILE = tomllib.loads(FULL)
CASE = tomllib.loads(f'{GOOD}danger = ["cold?"]')["cases"][0] | {
    "acceptable": ["a"],
    "acceptable_urgency": ["routine"],
    "source": "S",
}
ENTRIES: dict[type[msgspec.Struct], dict[str, Any]] = {
    About: FILE["meta"],
    Scoring: FILE["scoring"],
    LevelText: FILE["levels"]["emergency"],
    Review: FILE["review"],
    Question: FILE["questions"][0],
    Option: FILE["questions"][0]["options"][1],
    Caution: FILE["steps"][0]["cautions"][0],
    Condition: {"all": ["a.b", ["c.d", "e.f"]], "any": ["a.b"], "at_least": 1, "none": ["g.h"]},
    Number: {"from": "BOOK", "yes": 1, "of": 2, "p": 0.5, "near": ["BOOK"], "note": "N"},
    Flag: FILE["flags"][0],
    Cause: FILE["causes"][0],
    Step: FILE["steps"][0],
    Source: FILE["sources"][0],
    Case: CASE,
}
OPTION = FILE["questions"][0]["options"][0]
VALUES = [
    *ODD_VALUES,
    *(-1000, -1001, 1000, 1001, 9999, 10_000, 2**1024, 2**1024 - 2**970 - 1, 0.5, -5e-324),
    *("emergency", "Emergency", "many", "contributor", "you", "x_1", "_x", "x\n", "https://", "https://x"),
    *(
        "en-GB",
        "English",
        "en\n",
        "0" * 64,
        "now",
        "x" * 30,
        "x" * 31,
        90.0,
        {"knee": 1},
        [["a.b"]],
        [["a.b"], "c.d", []],
    ),
    *([{"all": ["a.b"]}], {"all": []}, {"any": {}}, {"x": {"y": {}}}, {"x": {"p": 0.5, "from": "B"}}),
    *(
        {"p": 0.5, "from": "B"},
        {"yes": 1, "of": 2, "from": "B"},
        {"x": "y", "z": ["y"]},
        {"x": {"y": ["z"]}},
        {"x": {"y": [1]}},
    ),
    *(["x"], [""], [0], ["routine"], {"x": "y"}, {"steps": {}}, [OPTION] * 100, [OPTION] * 101),
]


def refused(raw: object, kind: type) -> bool:
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError:
        return True
    return False


def changed(raw: dict[str, Any], depth: int = 9) -> Iterator[dict[str, Any]]:
    """Yield it with each value in turn in each place, and with each place taken out or by another name."""
    for *above, last in [path for path in paths(raw) if len(path) <= depth]:
        copy = deepcopy(raw)
        inside = at(copy, tuple(above))
        was = inside[last]
        for value in VALUES:
            inside[last] = deepcopy(value)
            yield copy
        del inside[last]
        yield copy
        if isinstance(inside, dict):
            for name in {"", "id", "file", f"{last}s"} - {*inside}:
                inside[name] = was
                yield copy
                del inside[name]


@pytest.mark.parametrize("struct", ENTRIES, ids=lambda struct: struct.__name__)
def test_an_entry_has_a_problem_just_when_it_is_refused(struct: type[msgspec.Struct]) -> None:
    entry = ENTRIES[struct]
    assert {field.encode_name for field in msgspec.structs.fields(struct)} == {*entry}
    assert not refused(entry, struct)
    for raw in [entry, *VALUES]:
        assert bool([*problems_in("table", 0, raw, struct)]) is refused(raw, struct), raw
    for raw in changed(entry):
        assert bool([*problems_in("table", 0, raw, struct)]) is refused(raw, struct), raw


def file_has_a_problem_just_when_it_is_refused(raw: dict[str, Any]) -> None:
    assert bool([*problems_of(deepcopy(raw))]) is refused(raw, Tables), raw


def test_a_file_has_a_problem_just_when_it_is_refused() -> None:
    assert not refused(FILE, Tables)
    for raw in [FILE, *changed(FILE, depth=2)]:
        file_has_a_problem_just_when_it_is_refused(raw)


@pytest.mark.parametrize("table", ["places", "sets", "review"])
def test_a_table_of_any_names_has_a_problem_just_when_it_is_refused(table: str) -> None:
    for inner in changed(FILE[table]):
        file_has_a_problem_just_when_it_is_refused(FILE | {table: inner})


@settings(max_examples=100, deadline=None)
@given(broken(FILE))
def test_a_file_broken_in_several_places_has_a_problem_just_when_it_is_refused(raw: dict[str, Any]) -> None:
    file_has_a_problem_just_when_it_is_refused(raw)


def test_a_file_that_is_refused_for_no_known_reason_is_a_fault_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "problems_of", lambda _: iter(()))
    with pytest.raises(msgspec.ValidationError):
        inspect(write(tmp_path, SMALL.replace("cap = 10", "cap = 0")))
    monkeypatch.setattr(mistakes, "problems_in", lambda *_: iter(()))
    with pytest.raises(msgspec.ValidationError):
        load_cases(write(tmp_path, GOOD.replace('"self_care"', '"soon"')))


def test_nothing_looks_for_mistakes_in_files_without_any() -> None:
    code = (
        "import sys\n"
        "from spasm_cli.files import cases_file, knowledge_file as file\n"
        "assert not file.inspect(str(file.data_file('causes.toml'))).errors\n"
        "assert cases_file.load_cases(str(file.data_file('demo.toml')))\n"
        "print(*(name for name in sys.modules if 'mistakes' in name or 'tables' in name))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "\n"


def said(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """What is said of the small file with these changes, after the name of the file."""
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = write(folder, text)
    return [error.removeprefix(f"{path}:") for error in inspect(path).errors]


def test_every_mistake_in_one_value_is_told(tmp_path: Path) -> None:
    when = 'when = [{ any = ["danger.cold", 1], all = "x", al = 1, at_least = 0 }, "y"]\n'
    told = said(tmp_path, ('when = { any = ["danger.cold"] }\n', when))
    assert [one.partition("when: ")[2] for one in told] == [
        'entry 1: al: no such key (did you mean "all"?)',
        "entry 1: all: Expected a list, got text in quotes; put [ ] around it",
        "entry 1: any: entry 2: Expected text in quotes, got a whole number",
        "entry 1: at_least: must be a whole number of at least 1",
        'entry 2: Expected a condition, got text in quotes; write when = { any = ["question.option"] }',
    ]


def test_a_list_that_is_too_long_hides_no_mistake_in_it(tmp_path: Path) -> None:
    options = "".join(f'  {{ id = "c{place}", label = "" }},\n' for place in range(101))
    told = said(tmp_path, ('  { id = "cold", label = "Cold" },\n', options))
    assert told[0].endswith('questions "danger": options: must have at most 100 entries')
    assert told[1].endswith('questions "danger": option "c0": label: must not be empty')


def test_a_key_below_the_findings_is_checked_as_what_it_was_meant_for(tmp_path: Path) -> None:
    moved = ('claim = "Good."\n', ""), ("place.leg = {", "claim = NEW\nplace.leg = {")
    text = 'causes.findings "strain": "claim" stands below [causes.findings]; move it above that line'
    right = said(tmp_path, moved[0], (moved[1][0], moved[1][1].replace("NEW", '"Good."')))
    assert [one.partition(": ")[2] for one in right] == [text]
    wrong = said(tmp_path, moved[0], (moved[1][0], moved[1][1].replace("NEW", "3")))
    assert [one.partition(": ")[2] for one in wrong] == [
        text,
        'causes "strain": claim: Expected text in quotes, got a whole number',
    ]


def test_a_question_may_be_called_like_a_key_of_a_cause(tmp_path: Path) -> None:
    names = ('id = "place"', 'id = "kind"'), ("place.leg", "kind.leg")
    assert said(tmp_path, *names) == []
    told = said(tmp_path, *names, ("cap = 10", "cap = 0"))
    assert [one.partition(": ")[2] for one in told] == ["scoring: cap: must be a whole number of at least 1"]


def test_a_condition_below_the_findings_is_found_there(tmp_path: Path) -> None:
    told = said(tmp_path, ("place.leg = {", 'shown_when = { any = ["danger.cold"] }\nplace.leg = {'))
    assert [one.partition(": ")[2] for one in told] == [
        'causes.findings "strain": "shown_when" stands below [causes.findings]; move it above that line'
    ]
