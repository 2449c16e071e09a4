"""Knowledge files with mistakes: every message, where it points, and that all problems come in one go."""

import hashlib
import os
import sys
import tomllib
from pathlib import Path

import pytest

from spasm_cli.errors import KnowledgeError, SpasmError
from spasm_cli.files.knowledge_file import inspect, knowledge_path, load_knowledge
from spasm_cli.files.shipped import data_file

SMALL = """\
[meta]
schema = 2
title = "Small"
version = "1"
updated = "2026-01-01"
language = "en"
purpose = "Compares."
safety_net = "Get help."
unchecked_title = "Unchecked"
unchecked = "Not all was asked."
no_pattern = "Fits nothing."

[scoring]
shrink = 0.7
cap = 10
fits_well = 3
fits_partly = -4
min_bits = 0.05
steps_per_phase = 2
usual_people = 10
spread_db = 2
well_ahead = 0.9
a_little_ahead = 0.6

[places.gb]
name = "Britain"
date = "2026-01-01"
emergency = "999"
both = "999 in Britain"
local = []
regions = ["GB"]
timezones = ["Europe/London"]
sources = ["BOOK"]

[places.other]
name = "anywhere"
date = "2026-01-01"
emergency = "112"
both = "112 anywhere"
local = []
regions = []
timezones = []
sources = []
LEVELS
[[questions]]
id = "place"
short = "Place"
ask = "Where?"
help = "To know."
kind = "one"
section = "where"
options = [
  { id = "leg", label = "Leg", baseline = { p = 0.6, from = "judgement" } },
  { id = "arm", label = "Arm", baseline = { p = 0.4, from = "judgement" } },
]

[[questions]]
id = "danger"
short = "Danger"
ask = "Any of this?"
help = "To be safe."
kind = "many"
section = "safety"
options = [
  { id = "cold", label = "Cold" },
]

[[flags]]
id = "cold"
when = { any = ["danger.cold"] }
urgency = "emergency"
say = "Cold is bad."
may_be = "Cold"
sources = ["BOOK"]

[[causes]]
id = "strain"
name = "Strain"
clinical_name = "Strain"
kind = "pattern"
summary = "A strain."
claim = "Good."
prior = { p = 0.3, from = "judgement" }
steps = ["rest"]
see_someone = "In two weeks."
sources = ["BOOK"]
[causes.findings]
place.leg = { p = 0.9, from = "judgement", near = ["BOOK"], note = "Why." }

[[steps]]
id = "rest"
title = "Rest"
how = "Rest it."
phase = "now"
grade = "limited"
sources = ["BOOK"]
cautions = [
  { when = { any = ["danger.cold"] }, who = "you are cold", drop = true },
]

[[sources]]
id = "BOOK"
title = "A book"
publisher = "Press"
url = "https://example.org/book"
""".replace(
    "LEVELS\n",
    "".join(
        f'\n[levels.{name}]\ntitle = "T"\nact = "A"\nelsewhere = "E"\nmeanwhile = "M"\nunsure = "U"\n'
        for name in ("emergency", "same_day", "routine", "self_care")
    ),
)


def write(folder: Path, text: str) -> str:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def line_of(text: str, needle: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if needle in line)


def test_the_small_file_is_right(tmp_path: Path) -> None:
    loaded = inspect(write(tmp_path, SMALL))
    assert loaded.errors == ()
    assert loaded.warnings == ()


LATE = """
[[questions]]
id = "late"
short = "L"
ask = "L?"
help = "H."
kind = "one"
section = "about_you"
when = { none = ["danger.hot"] }
options = [{ id = "x", label = "X" }]
"""

MISTAKES = [
    (
        "prior = { p = 0.3",
        "prior = { p = 1.0",
        "prior = { p = 1.0",
        "prior: p: a share is above 0 and below 1; for 36 in 100 write 0.36",
    ),
    (
        "p = 0.9",
        "p = 0",
        "p = 0,",
        "findings: place.leg p: a share is above 0 and below 1; for 36 in 100 write 0.36",
    ),
    (
        "baseline = { p = 0.4",
        "baseline = { p = 0.3",
        'ask = "Where?"',
        "the baselines add up to 0.90, not 1",
    ),
    (
        '"danger.cold"] }\nurgency',
        '"danger.cole"] }\nurgency',
        "danger.cole",
        'no option "danger.cole" (did you mean "danger.cold"?)',
    ),
    (
        '"danger.cold"] }\nurgency',
        '"dnager.cold"] }\nurgency',
        "dnager.cold",
        'no question "dnager" (did you mean "danger"?)',
    ),
    ("place.leg = { p", "place.lag = { p", "place.lag", 'no option "place.lag" (did you mean "place.leg"?)'),
    ("place.leg = { p", "plaice.leg = { p", "plaice.leg", 'no question "plaice" (did you mean "place"?)'),
    ('near = ["BOOK"]', 'near = ["BOK"]', "BOK", 'no source "BOK" (did you mean "BOOK"?)'),
    (
        'may_be = "Cold"\nsources = ["BOOK"]',
        'may_be = "Cold"\nsources = ["BOK"]',
        "BOK",
        'flags "cold": sources: no source "BOK"',
    ),
    (
        'weeks."\nsources = ["BOOK"]',
        'weeks."\nsources = ["BOK"]',
        "BOK",
        'causes "strain": sources: no source "BOK"',
    ),
    (
        'p = 0.3, from = "judgement"',
        'p = 0.3, from = "judgement", near = ["BOK"]',
        "BOK",
        'causes "strain": prior: no source "BOK"',
    ),
    ('near = ["BOOK"], note', 'near = ["BOK"], note', "BOK", 'causes "strain": place.leg: no source "BOK"'),
    (
        'p = 0.4, from = "judgement"',
        'p = 0.4, from = "judgement", near = ["BOK"]',
        "BOK",
        'questions "place": arm: baseline: no source "BOK"',
    ),
    (
        '"limited"\nsources = ["BOOK"]',
        '"limited"\nsources = ["BOK"]',
        "BOK",
        'steps "rest": sources: no source "BOK"',
    ),
    ('steps = ["rest"]', 'steps = ["rset"]', "rset", 'no step "rset" (did you mean "rest"?)'),
    ('urgency = "emergency"', 'urgency = "urgent"', 'urgency = "urgent"', "urgency"),
    ('say = "Cold is bad."', 'sya = "Cold is bad."', "sya", 'no such key (did you mean "say"?)'),
    ('claim = "Good."\n', "", 'id = "strain"', "claim: this key is missing"),
    ('kind = "pattern"', 'kind = "contributor"', 'id = "strain"', "a contributor needs shown_when"),
    (
        'may_be = "Cold"\nsources = ["BOOK"]',
        'may_be = "Cold"\nsources = []',
        'may_be = "Cold"',
        "no source; name one",
    ),
    ('when = { any = ["danger.cold"] }\nu', "when = []\nu", "when = []", "no answer can raise it"),
    (
        'any = ["danger.cold"] }\nu',
        'any = ["danger.cold"], at_least = 2 }\nu',
        "at_least = 2",
        "at_least = 2, but at most 1 of any can be true together",
    ),
    (
        'any = ["danger.cold"] }\nu',
        'any = ["danger.cold", "danger.cold"], at_least = 2 }\nu',
        "at_least = 2",
        "at_least = 2, but at most 1 of any can be true together",
    ),
    (
        'any = ["danger.cold"] }\nu',
        'any = ["place.leg", "place.arm", "danger.cold"], at_least = 3 }\nu',
        "at_least = 3",
        "at_least = 3, but at most 2 of any can be true together",
    ),
    (
        'any = ["danger.cold"] }\nu',
        'all = ["place.leg"], any = ["place.arm"] }\nu',
        "place.arm",
        "at_least = 1, but at most 0 of any can be true together",
    ),
    (
        "place.leg = { p",
        "place = {}\ndanger2.x = { p",
        "place = {}",
        'findings: "place" lists no option; list one, or delete the line',
    ),
    ('any = ["danger.cold"] }\nu', 'none = ["danger.cold"] }\nu', "none = ", "none may not stand in a flag"),
    (
        'when = { any = ["danger.cold"] }\nu',
        'when = [{ any = ["danger.cold"] }, { any = ["danger.cold"], none = ["place.arm"] }]\nu',
        "none = ",
        "none may not stand in a flag",
    ),
    (
        '{ id = "cold", label = "Cold" },\n]\n',
        '{ id = "cold", label = "Cold" },\n  { id = "hot", label = "Hot" },\n]\n' + LATE,
        '"hot"',
        'no flag reads "danger.hot", so ticking it raises nothing',
    ),
    (
        '[[flags]]\nid = "cold"',
        LATE.replace('label = "X"', 'label = "X", when = { any = ["danger.cold"] }')
        + '[[flags]]\nid = "cold"',
        'label = "X"',
        'x: when may only name earlier questions of the section where, not "danger"',
    ),
    (
        'unsure = "U"\n\n[levels.same_day]\n',
        'unsure = "U"\nonly_alone = ["sea"]\n\n[levels.same_day]\nroutes = { sea = "Go to the sea." }\n',
        "only_alone",
        'no route "sea" in levels.emergency',
    ),
    (
        '{ when = { any = ["danger.cold"] }, who = "you are cold", drop = true }',
        '{ when = { any = ["danger.cold", "place.leg"], at_least = 2 }, drop = true }',
        "at_least = 2",
        "a caution needs who, unless its when is a plain any",
    ),
    ('phase = "now"', 'phase = "never"', 'phase = "never"', "phase"),
    (
        'kind = "pattern"',
        'kind = "pattern"\nshown_if_asked = ["plaice"]',
        "plaice",
        'shown_if_asked: no question "plaice" (did you mean "place"?)',
    ),
    (
        'kind = "pattern"',
        'kind = "pattern"\nonly = { any = ["place.lag"] }',
        "place.lag",
        'causes "strain": no option "place.lag" (did you mean "place.leg"?)',
    ),
    (
        'kind = "pattern"',
        'kind = "contributor"\nshown_when = { any = ["place.lag"] }',
        "place.lag",
        'causes "strain": no option "place.lag" (did you mean "place.leg"?)',
    ),
    (
        'phase = "now"',
        'phase = "now"\nwhen = { any = ["place.lag"] }',
        "place.lag",
        'steps "rest": no option "place.lag" (did you mean "place.leg"?)',
    ),
    (
        'phase = "now"',
        'phase = "now"\nbrief = [{ say = "Rest.", when = { any = ["place.lag"] } }]',
        "place.lag",
        'steps "rest": no option "place.lag" (did you mean "place.leg"?)',
    ),
    (
        '["danger.cold"] }, who',
        '["danger.cole"] }, who',
        "danger.cole",
        'steps "rest": no option "danger.cole" (did you mean "danger.cold"?)',
    ),
    (
        'label = "Arm"',
        'label = "Arm", when = { any = ["danger.cole"] }',
        "danger.cole",
        'no option "danger.cole" (did you mean "danger.cold"?)',
    ),
    ("drop = true", "unless_sure = true", "you are cold", "unless_sure goes with drop = true"),
    (
        "cautions = [\n",
        'brief = [{ say = "' + "Rest " * 46 + '" }]\ncautions = [\n',
        "Rest Rest",
        "46 words; a card has room for 45",
    ),
    (
        "cautions = [\n",
        'at_once = "' + "Rest " * 46 + '"\ncautions = [\n',
        "at_once",
        "46 words; a card has room for 45",
    ),
    (
        'phase = "now"\n',
        'phase = "prevent"\nat_once = "Rest."\n',
        "at_once",
        "at_once goes with phase = now",
    ),
    (
        'phase = "now"\n',
        'phase = "now"\nup_to = "same_day"\nat_once = "Rest."\n',
        "at_once",
        "at_once goes with phase = now",
    ),
    (
        'who = "you are cold", ',
        "",
        '["danger.cold"] }, drop',
        'a caution without who names "danger.cold", which has no you',
    ),
    (
        "steps_per_phase = 2",
        'steps_per_phase = "two"',
        "steps_per_phase",
        "expected a whole number|Expected a whole number",
    ),
    ("[scoring]", "[scroing]", "[scroing]", 'no such table "scroing" (did you mean "scoring"?)'),
    ('title = "Rest"', 'title = "Re\\u202est"', 'title = "Re', "U+202E"),
    ('id = "arm"', 'id = "leg"', 'id = "leg", label = "Arm"', "used more than once"),
    (
        'label = "Cold" }',
        'label = "Cold" },\n  { id = "hot", label = "Hot" }',
        '"hot"',
        'no flag reads "danger.hot", so ticking it raises nothing; add a [[flags]] entry that names it',
    ),
    (
        'urgency = "emergency"\n',
        'urgency = "emergency"\nroute = "sea"\n',
        'route = "sea"',
        'no route "sea" in levels.emergency',
    ),
    (
        'kind = "many"\n',
        'kind = "many"\nunsure_route = "sea"\n',
        "unsure_route",
        'no level has a route "sea"',
    ),
    (
        'unsure = "U"\n',
        'unsure = "U"\nonly_alone = ["sea"]\n',
        "only_alone",
        'no route "sea" in levels.emergency',
    ),
    ('id = "cold", label', 'id = "not_sure", label', "not_sure", 'the option id "not_sure" is reserved'),
    ('when = { any = ["danger.cold"] }\nu', "when = {}\nu", "when = {}", "an empty condition"),
    (
        '"danger.cold"] }\nurgency',
        '"danger"] }\nurgency',
        'any = ["danger"]',
        '"danger" should be written question.option',
    ),
    (
        'any = ["danger.cold"] }\nu',
        'all = ["place.leg", "place.arm"] }\nu',
        "all = [",
        "all names two answers to one question",
    ),
    (
        'urgency = "emergency"',
        'urgency = "self_care"',
        'urgency = "self_care"',
        "a flag raises the urgency above self_care",
    ),
    (
        'label = "Arm", baseline = { p = 0.4, from = "judgement" }',
        'label = "Arm"',
        'label = "Arm"',
        "give every option a baseline",
    ),
    (
        ', baseline = { p = 0.6, from = "judgement" } },\n  { id = "arm", label = "Arm", baseline = { p = 0.4, from = "judgement" } }',
        ' },\n  { id = "arm", label = "Arm" }',
        "place.leg",
        'the options of "place" have no baseline to compare with',
    ),
    (
        "place.leg = {",
        'place.arm = { p = 0.05, from = "judgement" }\nplace.leg = {',
        "place.arm",
        '"place" lists every option; leave at least one out',
    ),
    (
        'place.leg = { p = 0.9, from = "judgement", near = ["BOOK"], note = "Why." }',
        "place = 3",
        "place = 3",
        "findings: place: write question.option = {",
    ),
    (
        '[causes.findings]\nplace.leg = { p = 0.9, from = "judgement", near = ["BOOK"], note = "Why." }',
        "findings = 3",
        "findings = 3",
        "findings: Expected a table, got a whole number",
    ),
    (
        'kind = "pattern"',
        'kind = "pattern"\nshown_when = { any = ["danger.cold"] }',
        "shown_when",
        "shown_when is for contributors",
    ),
    ("fits_partly = -4", "fits_partly = 3", "fits_partly", "fits_partly must be below fits_well"),
    (
        "a_little_ahead = 0.6",
        "a_little_ahead = 0.9",
        "a_little_ahead",
        "a_little_ahead must be below well_ahead",
    ),
    ('phase = "now"', 'phase = "now"\nup_to = "emergency"', "up_to", "no step is shown at an emergency"),
    (
        '{ id = "cold", label = "Cold" }',
        '"cold"',
        '"cold",',
        "option 1: Expected a table, got text in quotes",
    ),
    (
        'grade = "limited"\nsources = ["BOOK"]',
        'grade = "limited"\nsources = [\n  "BOK",\n]',
        '"BOK",',
        'no source "BOK" (did you mean "BOOK"?)',
    ),
    ("[[sources]]", "[sources]", "[sources]", "expected [[sources]], with two brackets"),
    ('label = "Arm"', 'label = "Leg"', 'id = "arm"', 'the label "Leg" is used more than once'),
    (
        'section = "safety"\n',
        'section = "safety"\nwhen = { none = ["place.arm"] }\n',
        "none = [",
        "none may not stand in the when of a safety question",
    ),
    (
        'label = "Leg", ',
        'label = "Leg", when = { any = ["danger.cold"] }, ',
        '"leg"',
        'leg: when may only name earlier questions of the section where, not "danger"',
    ),
    (
        'label = "Leg", ',
        'label = "Leg", when = { none = ["place.arm"] }, ',
        '"leg"',
        'leg: when may only name earlier questions of the section where, not "place"',
    ),
    (
        'label = "Cold" }',
        'label = "Cold", when = { any = ["danger.cold"] } }',
        '"cold"',
        'cold: in a safety question when may only name earlier questions of the section where with one answer, not "danger"',
    ),
    (
        'label = "Leg", ',
        'label = "Leg", confirm = true, ',
        '"leg"',
        "leg: confirm goes with safety questions of kind = many",
    ),
    (
        'kind = "many"\nsection = "safety"',
        'kind = "one"\nsection = "safety"\ngate = "Any?"',
        "gate",
        "gate goes with kind = many",
    ),
    (
        'when = { any = ["danger.cold"] }\nurgency',
        'when = { any = ["danger.cold"], all = ["place.leg", ["place.arm"]] }\nurgency',
        'all = ["place.leg"',
        "all names two answers to one question, so it never holds",
    ),
    ("cap = 10", 'cap = 10\n"c\\u202ep" = 1', "c\\u202ep", "U+202E"),
]


@pytest.mark.parametrize(("old", "new", "needle", "message"), MISTAKES, ids=[m[3][:40] for m in MISTAKES])
def test_a_mistake_is_found_and_its_line_named(
    tmp_path: Path, old: str, new: str, needle: str, message: str
) -> None:
    assert SMALL.count(old) >= 1
    text = SMALL.replace(old, new, 1)
    tomllib.loads(text)
    errors = inspect(write(tmp_path, text)).errors
    wanted = [error for error in errors if any(part in error for part in message.split("|"))]
    assert wanted, errors
    named = int(wanted[0].split(".toml:")[1].split(":")[0])
    table_lines = {line_of(text, needle), line_of(text, needle) - 1, *_header_lines(text, needle)}
    assert named in table_lines, (wanted[0], line_of(text, needle))


def _header_lines(text: str, needle: str) -> list[int]:
    """The header of the entry that the needle stands in is a fair place to point at too."""
    lines = text.splitlines()
    headers = [n for n, line in enumerate(lines[: line_of(text, needle)], 1) if line.startswith("[")]
    return headers[-2:]


WHOLE = [
    pytest.param(
        [("[scoring]", "[scroing]")],
        [
            ("[scroing]", 'scroing: no such table "scroing" (did you mean "scoring"?)'),
            ("", "scoring: the table is missing"),
        ],
        id="a misspelt table",
    ),
    pytest.param(
        [("cap = 10", 'cap = "x"'), ('title = "Small"', "title = 7")],
        [
            ("title = 7", "meta: title: Expected text in quotes, got a whole number"),
            (
                'cap = "x"',
                "scoring: cap: Expected a whole number, got text in quotes; numbers stand without quotes",
            ),
        ],
        id="wrong types in tables",
    ),
    pytest.param(
        [("[[causes]]", "[causes]"), ('phase = "now"', "phase = 1"), ('id = "place"', "id = 1")],
        [
            ("id = 1", 'questions "1": id: Expected text in quotes, got a whole number'),
            ("[causes]", "causes: expected [[causes]], with two brackets"),
            ("phase = 1", 'steps "rest": phase: Expected text in quotes, got a whole number'),
        ],
        id="wrong types in lists",
    ),
    pytest.param(
        [("[levels.routine]", "[levels.rutine]"), ('unsure = "U"\n', "")],
        [
            ("[levels.rutine]", 'levels.rutine: no such level (did you mean "routine"?)'),
            ("[levels.emergency]", "levels.emergency: unsure: this key is missing"),
            ("", "levels.routine: the table is missing"),
        ],
        id="a misspelt level",
    ),
    pytest.param(
        [
            ("cap = 10", 'cap = 10\n"c\\u202ep" = 1'),
            ('label = "Cold"', 'label = "Co\\u0007ld"'),
            ('"en"', '"e\\u0007n"'),
            ('title = "T"', 'title = "\\u0007"'),
        ],
        [
            ("language =", "meta: language: holds the control or direction character U+0007; take it out"),
            (
                '"c\\u202ep"',
                "scoring: c\ufffdp: holds the control or direction character U+202E; take it out",
            ),
            (
                'title = "\\u0007"',
                "levels.emergency: title: holds the control or direction character U+0007; take it out",
            ),
            (
                '"Co\\u0007ld"',
                "questions: options: entry 1: label: holds the control or direction character U+0007; take it out",
            ),
            (
                "language =",
                'meta: language: "e\ufffdn": write the language as a code, such as en-GB or de',
            ),
            ("[scoring]", 'scoring: c\ufffdp: no such key (did you mean "cap"?)'),
        ],
        id="unsafe characters",
    ),
    pytest.param(
        [
            ('urgency = "emergency"', 'urgency = "self_care"'),
            ("fits_partly = -4", "fits_partly = 3"),
        ],
        [
            (
                'urgency = "self_care"',
                'flags "cold": a flag raises the urgency above self_care',
            ),
            ("fits_partly = 3", "scoring: fits_partly must be below fits_well"),
        ],
        id="what only the whole file shows",
    ),
    pytest.param(
        [
            (
                'baseline = { p = 0.4, from = "judgement" } },\n',
                (
                    'baseline = { p = 0.3, from = "judgement" } },\n'
                    '  { id = "head", label = "Head", baseline = { p = 0.1, from = "judgement" } },\n'
                ),
            ),
            ("place.leg = {", 'place.arm = { p = 0.1, from = "judgement" }\nplace.leg = {'),
        ],
        [
            (
                "place.arm",
                'causes "strain": findings: the shares of "place" add up to 1.00; keep them below 1',
            ),
        ],
        id="shares of more than everybody",
    ),
    pytest.param(
        [
            (
                "[[sources]]",
                '[[sources]]\nid = "BOOK"\ntitle = "T"\npublisher = "P"\nurl = "https://x"\n\n[[sources]]',
            )
        ],
        [
            (
                '[[sources]]\nid = "BOOK"\ntitle = "A',
                'sources "BOOK": the id "BOOK" is used more than once; the other is on line 128',
            )
        ],
        id="an id used twice",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), WHOLE)
def test_every_problem_is_one_whole_line_in_the_order_of_the_tables(
    tmp_path: Path, changes: list[tuple[str, str]], expected: list[tuple[str, str]]
) -> None:
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = write(tmp_path, text)
    wanted = [
        f"{path}:{text[: text.index(needle)].count(chr(10)) + 1}: {message}" for needle, message in expected
    ]
    assert list(inspect(path).errors) == wanted


def test_a_shipped_file_is_found_in_the_wheel_first_and_else_in_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "package"
    for folder in (tmp_path, package):
        (folder / "data").mkdir(parents=True)
    (tmp_path / "data" / "own.toml").touch()
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr("spasm_cli.files.shipped.__file__", str(package / "files" / "shipped.py"))
    assert data_file("own.toml") == tmp_path / "data" / "own.toml"
    (package / "data" / "own.toml").touch()
    assert data_file("own.toml") == package / "data" / "own.toml"


@pytest.mark.parametrize("place", ["src/package", "frozen/package"])
def test_outside_a_checkout_nobody_else_can_give_the_medicine(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "causes.toml").touch()
    if place != "src/package":
        (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr("spasm_cli.files.shipped.__file__", str(tmp_path / place / "files" / "x.py"))
    for call in (knowledge_path, load_knowledge):
        with pytest.raises(SpasmError, match=r"this installation is not complete\. .* pip install \."):
            call(None)
    assert knowledge_path("mine.toml") == "mine.toml"


def test_the_file_chosen_wins_over_the_environment_and_that_over_the_built_in_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert knowledge_path(None) == str(data_file("causes.toml"))
    monkeypatch.setenv("SPASM_KNOWLEDGE", "theirs.toml")
    assert knowledge_path(None) == "theirs.toml"
    assert knowledge_path("mine.toml") == "mine.toml"
    for chosen, told in ((None, "SPASM_KNOWLEDGE names theirs.toml: "), ("mine.toml", "mine.toml: ")):
        with pytest.raises(SpasmError) as caught:
            load_knowledge(chosen)
        assert str(caught.value) == f"{told}there is no such file."


def test_a_table_of_many_may_be_missing(tmp_path: Path) -> None:
    text = (
        SMALL.replace(', near = ["BOOK"], note = "Why."', "")
        .replace('"BOOK"', '"judgement"')
        .partition("[[sources]]")[0]
    )
    assert load_knowledge(write(tmp_path, text)).sources == ()


def test_an_entry_that_is_no_table_is_named_by_its_list(tmp_path: Path) -> None:
    path = write(tmp_path, 'sources = ["BOOK"]\n' + SMALL.partition("[[sources]]")[0])
    assert inspect(path).errors == (f"{path}:1: sources: Expected a table, got text in quotes",)


def test_a_file_is_known_by_the_hash_of_its_bytes(tmp_path: Path) -> None:
    path = Path(write(tmp_path, SMALL))
    assert load_knowledge(str(path)).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    text = SMALL.replace('near = ["BOOK"]', 'near = ["BOK"]').replace('steps = ["rest"]', 'steps = ["rset"]')
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(write(tmp_path, text))
    assert len(caught.value.problems) >= 2
    text = (
        SMALL.replace("prior = { p = 0.3", "prior = { p = 3")
        .replace("cap = 10", 'cap = "x"')
        .replace('phase = "now"', "phase = 1")
    )
    assert len(inspect(write(tmp_path, text)).errors) == 3


def test_a_key_below_the_findings_gets_its_own_message(tmp_path: Path) -> None:
    text = SMALL.replace('see_someone = "In two weeks."\n', "").replace(
        "place.leg = {", 'see_someone = "In two weeks."\nplace.leg = {'
    )
    errors = inspect(write(tmp_path, text)).errors
    assert any("stands below [causes.findings]; move it above" in error for error in errors), errors
    assert any(f":{line_of(text, 'see_someone')}:" in error for error in errors), errors


def test_a_line_break_inside_braces_gets_its_own_message(tmp_path: Path) -> None:
    text = SMALL.replace("place.leg = { p = 0.9, from", "place.leg = { p = 0.9,\n  from")
    if sys.version_info >= (3, 15):  # its tomllib reads TOML 1.1, which allows this
        assert load_knowledge(write(tmp_path, text)).causes == load_knowledge(write(tmp_path, SMALL)).causes
        return
    with pytest.raises(SpasmError, match=r"must stay on one line"):
        inspect(write(tmp_path, text))


def test_what_everybody_is_told_first_is_one_step_alone_and_has_its_limits(tmp_path: Path) -> None:
    first = SMALL.replace('phase = "now"\n', 'phase = "now"\nat_once = "Sit. Not if it is cold."\n', 1)
    assert inspect(write(tmp_path, first)).errors == ()
    loose = first.replace("drop = true", 'say = "Mind it."')
    assert any(
        "give the step a caution with drop" in error for error in inspect(write(tmp_path, loose)).errors
    )
    start = first.index("[[steps]]")
    step = first[start : first.index("[[sources]]", start)]
    twice = first[:start] + step + step.replace('id = "', 'id = "other_', 1) + first[start + len(step) :]
    errors = [error for error in inspect(write(tmp_path, twice)).errors if "said by several steps" in error]
    assert len(errors) == 2


def test_a_cycle_among_gates_is_found(tmp_path: Path) -> None:
    text = SMALL.replace('ask = "Where?"', 'ask = "Where?"\nwhen = { any = ["danger.cold"] }')
    text = text.replace('ask = "Any of this?"', 'ask = "Any of this?"\nwhen = { any = ["place.leg"] }')
    errors = inspect(write(tmp_path, text)).errors
    assert sum("depends on its own answer" in error for error in errors) == 2
    # A single line that waits is enough.
    text = SMALL.replace('label = "Arm"', 'label = "Arm", when = { any = ["danger.cold"] }')
    text = text.replace('ask = "Any of this?"', 'ask = "Any of this?"\nwhen = { any = ["place.leg"] }')
    errors = inspect(write(tmp_path, text)).errors
    assert sum("depends on its own answer" in error for error in errors) == 2


def test_a_source_that_nothing_cites_is_a_warning(tmp_path: Path) -> None:
    spare = '\n[[sources]]\nid = "SPARE"\ntitle = "T"\npublisher = "P"\nurl = "https://example.org/spare"\n'
    path = write(tmp_path, SMALL + spare)
    line = line_of(SMALL + spare, '"SPARE"') - 1
    assert inspect(path).warnings == (f'{path}:{line}: sources "SPARE": nothing cites this source',)
    assert inspect(path).knowledge is not None
    assert inspect(path, warnings=False).warnings == ()
    assert load_knowledge(path).sources[1].id == "SPARE"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the table is missing"),
        (b"\xff\xfe", "not UTF-8"),
        (b"= 3", "not valid TOML"),
        (b"x = " + b"[" * 100_000, "nested too deeply|not valid TOML"),
        (b"#" * 3_000_000, "larger than"),
    ],
)
def test_unusable_files(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    with pytest.raises(SpasmError) as caught:
        load_knowledge(str(path))
    assert any(part in str(caught.value) for part in message.split("|")), str(caught.value)
    assert str(caught.value).startswith(f"{path}:")


@pytest.mark.parametrize("text", ['region = "calf"\n', "[answers]\n", '[[cases]]\nid = "a"\n'])
def test_another_kind_of_file_gets_one_line_that_says_so(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SpasmError) as caught:
        load_knowledge(path)
    assert str(caught.value) == f"{path}: this is no knowledge file; `spasm knowledge copy` makes one."


def test_what_would_take_too_long_is_refused_unparsed(tmp_path: Path) -> None:
    for text, message in (
        ("a" + ".a" * 30 + " = 1", "a dotted name has over 20 parts"),
        ("[a]\n" * 10_001, "over 10000 tables"),
        ("a = " + "9" * 5000, "a number has too many digits"),
    ):
        with pytest.raises(SpasmError, match=message):
            inspect(write(tmp_path, text))


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("cap = 10\n", "x# = 1\n"),
        ("[meta]\n", "x# = 1\n"),
        ("[levels.routine]\n", "[levels.x#]\n"),
        ("[[flags]]\n", '[[flags]]\nid = "f#"\n'),
        ("cap = 10\n", 'x# = "\\u0007"\n'),
    ],
    ids=["keys", "tables", "levels", "entries", "texts"],
)
def test_after_a_hundred_problems_the_rest_waits(tmp_path: Path, before: str, line: str) -> None:
    many = "".join(line.replace("#", str(number)) for number in range(150))
    path = write(tmp_path, SMALL.replace(before, many + before, 1))
    errors = inspect(path).errors
    assert len(errors) == 101
    assert errors[-1] == f"{path}: and more; mend these first"


def test_a_pipe_that_nobody_writes_to_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SpasmError, match="not an ordinary file"):
        load_knowledge(str(tmp_path / "pipe"))


def test_a_missing_file_and_a_directory(tmp_path: Path) -> None:
    with pytest.raises(SpasmError, match="no such file"):
        load_knowledge(str(tmp_path / "none.toml"))
    with pytest.raises(SpasmError, match="directory"):
        load_knowledge(str(tmp_path))
    with pytest.raises(SpasmError, match="cannot be read"):
        load_knowledge(str(tmp_path / ("x" * 300)))
    with pytest.raises(SpasmError, match="cannot be read"):
        load_knowledge("own\0.toml")


@pytest.mark.parametrize(
    "text", ["<!doctype html><p>", ' {"schema": "spasm.assessment/1"}', "Urgency: Look after it"]
)
def test_a_result_given_as_a_knowledge_file_is_told_as_what_it_is(tmp_path: Path, text: str) -> None:
    with pytest.raises(SpasmError, match="this is no knowledge file; `spasm knowledge copy` makes one"):
        load_knowledge(write(tmp_path, text))
