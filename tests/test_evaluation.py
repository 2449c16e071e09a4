"""The score of a knowledge file on worked cases, against numbers worked out by hand."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import warm
from small import whole
from test_shipped_knowledge import to_toml
from worked import WORKED

from spasm_cli.core.cases import Case
from spasm_cli.core.evaluation import Report, Row, wilson
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.errors import AnswersError, CasesError, SpasmError
from spasm_cli.files.cases_file import load_cases, score_cases
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file

SHIPPED = [*WORKED, data_file("demo.toml")]
PLACES = ("leg", "arm", "back", "head")


def cause(name: str, kind: str = "pattern", **places: float) -> str:
    """A cause of the toy file; its findings are shares of the places."""
    findings = "\n".join(f'place.{place} = {{ p = {p}, from = "judgement" }}' for place, p in places.items())
    exposure = 'shown_when = { any = ["tea.yes"] }\n' if kind == "contributor" else ""
    return f"""
[[causes]]
id = "{name}"
name = "{name}"
clinical_name = "{name}"
kind = "{kind}"
{exposure}summary = "S."
claim = "C."
prior = 0.3
steps = ["rest"]
see_someone = "W."
sources = ["judgement"]
[causes.findings]
{findings}
"""


def flag(level: str) -> str:
    return f"""
[[flags]]
id = "{level}"
when = {{ any = ["danger.{level}"] }}
urgency = "{level}"
say = "S."
may_be = "M."
sources = ["judgement"]
"""


def one(name: str, options: tuple[str, ...], section: str) -> str:
    lines = ",\n".join(
        f'  {{ id = "{option}", label = "L {option}", baseline = {1 / len(options)} }}' for option in options
    )
    return f"""
[[questions]]
id = "{name}"
ask = "A?"
help = "H."
kind = "one"
section = "{section}"
options = [
{lines},
]
"""


FRAME = """
[meta]
schema = 2
title = "Toy"
version = "1"
updated = "2026-01-01"
language = "en"
purpose = "P."
safety_net = "N."
unchecked_title = "U"
unchecked = "U."
no_pattern = "N."

[scoring]
shrink = 1.0
cap = 10
fits_well = 3
fits_partly = -4
min_bits = 0.05
steps_per_phase = 2

[[steps]]
id = "rest"
title = "Rest"
how = "Rest."
phase = "now"
grade = "limited"
sources = ["judgement"]

[[questions]]
id = "danger"
ask = "A?"
help = "H."
kind = "many"
section = "safety"
options = [
  { id = "emergency", label = "L 1" },
  { id = "same_day", label = "L 2" },
  { id = "routine", label = "L 3" },
]
"""

TOY = whole(tomllib.loads("".join(
    [
        FRAME,
        *(f'[levels.{level}]\ntitle = "T"\nact = "A"\nelsewhere = "E"\nmeanwhile = "M"\nunsure = "U"\n' for level in Level),
        one("place", PLACES, "where"),
        one("tea", ("yes", "no"), "about_you"),
        flag("emergency"),
        flag("same_day"),
        flag("routine"),
        cause("leg_first", leg=0.7),
        cause("leg_second", leg=0.4),
        cause("arm_first", arm=0.7, head=0.25),
        cause("tea_drinking", kind="contributor", back=0.5, head=0.1),
    ]
)))  # fmt: skip
"""Every prior is worth -4. "Leg" adds 4 to leg_first and 2 to leg_second, and takes 10 from arm_first, which is then
too low to be shown; "arm" adds 4 to arm_first and takes 4 from leg_first and 1 from leg_second."""


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    path = tmp_path_factory.mktemp("toy") / "toy.toml"
    path.write_text(to_toml(TOY), encoding="utf-8")
    return load_knowledge(str(path))


def case(name: str, cause: str, urgency: str = "self_care", **more: Any) -> Case:
    """A case whose answers are the place and the danger named in `more`."""
    answers: dict[str, Any] = {key: more.pop(key) for key in ("place", "danger", "tea") if key in more}
    levels = tuple(Level(level) for level in more.pop("acceptable_urgency", ()))
    return Case(name, "P.", answers, Level(urgency), cause, acceptable_urgency=levels, **more)


def rows(report: Report) -> dict[str, Row]:
    return {row.name: row for row in report.rows}


def counts(row: Row) -> tuple[int, int]:
    return row.rate.hits, row.rate.of


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (8, 10, 0.490, 0.943),
        (0, 10, 0.000, 0.278),
        (10, 10, 0.722, 1.000),
        (1, 1, 0.207, 1.000),
        (50, 100, 0.404, 0.596),
        (81, 263, 0.255, 0.366),
    ],
)
def test_intervals_are_those_of_the_books(hits: int, of: int, low: float, high: float) -> None:
    """81 of 263 is the example of Newcombe, Stat Med 1998;17:857-872; the others were worked out by hand."""
    rate = wilson(hits, of)
    assert (rate.hits, rate.of, rate.share) == (hits, of, hits / of)
    assert rate.low == pytest.approx(low, abs=0.0006)
    assert rate.high == pytest.approx(high, abs=0.0006)
    assert 0 <= round(rate.low, 12) <= rate.share <= round(rate.high, 12) <= 1


def test_an_interval_never_leaves_0_to_1() -> None:
    for of in range(1, 400):
        assert not str(wilson(0, of).low).startswith("-"), of
        assert wilson(of, of).high <= 1, of


def test_no_case_means_no_knowledge() -> None:
    rate = wilson(0, 0)
    assert (rate.share, rate.low, rate.high) == (0, 0, 1)


def test_causes_are_counted_among_those_shown(toy: Knowledge) -> None:
    report = score_cases(
        toy,
        [
            case("first", "leg_first", place="leg"),
            case("second", "leg_second", place="leg"),
            case("acceptable", "arm_first", place="leg", acceptable=("leg_second",)),
            case("missed", "arm_first", place="leg"),
        ],
    )
    assert [outcome.got_causes for outcome in report.outcomes] == [("leg_first", "leg_second")] * 4
    assert [outcome.first for outcome in report.outcomes] == [True, False, False, False]
    assert [outcome.among_first for outcome in report.outcomes] == [True, True, True, False]
    assert [outcome.id for outcome in report.outcomes if outcome.missed] == ["missed"]
    found = rows(report)
    assert counts(found["top-1"]) == (1, 4)
    assert counts(found["top-1, acceptable causes too"]) == (1, 4)
    assert counts(found["top-3, acceptable causes too"]) == (3, 4)
    assert found["top-1"].rate == wilson(1, 4)


def test_an_acceptable_cause_in_first_place_counts_in_the_fair_row_only(toy: Knowledge) -> None:
    found = rows(score_cases(toy, [case("fair", "leg_second", place="leg", acceptable=("leg_first",))]))
    assert counts(found["top-1"]) == (0, 1)
    assert counts(found["top-1, acceptable causes too"]) == (1, 1)


def test_guessing_and_the_commonest_answer_stand_beside_it(toy: Knowledge) -> None:
    """Four causes: a guess hits 1 in 4; three guesses miss one right cause 1 time in 4, and never two right ones.
    Arm_first is the commonest (2 of 4), and three distinct causes are expected, so the three commonest hit all."""
    report = score_cases(
        toy,
        [
            case("a", "arm_first", place="arm"),
            case("b", "arm_first", place="leg", acceptable=("leg_first", "unheard_of")),
            case("c", "leg_first", place="leg"),
            case("d", "leg_second", place="leg"),
        ],
    )
    found = rows(report)
    assert found["top-1"].random == pytest.approx(1 / 4)
    assert found["top-1"].majority == pytest.approx(2 / 4)
    assert found["top-1, acceptable causes too"].random == pytest.approx((1 / 4 * 3 + 2 / 4) / 4)
    assert found["top-1, acceptable causes too"].majority == pytest.approx(2 / 4)
    assert found["top-3, acceptable causes too"].random == pytest.approx((3 / 4 * 3 + 1) / 4)
    assert found["top-3, acceptable causes too"].majority == pytest.approx(1)


def test_a_naive_count_stands_beside_it(toy: Knowledge) -> None:
    """It counts findings that are present and commoner than the baseline; ties stay in the order of the file.

    "Head" is a finding of nobody: as common in arm_first as in anybody, and rarer in tea_drinking. "Back" is one of
    tea_drinking, which takes part only once its exposure holds.
    """
    report = score_cases(
        toy,
        [
            case("first", "leg_first", place="leg"),
            case("second of a tie", "leg_second", place="leg"),
            case("first again", "arm_first", place="arm"),
            case("last of nobody", "tea_drinking", place="head", tea="yes"),
            case("third of nobody", "arm_first", place="back"),
            case("first of nobody", "leg_first", place="head"),
        ],
    )
    assert rows(report)["top-1"].naive == pytest.approx(3 / 6)
    assert rows(report)["top-3, acceptable causes too"].naive == pytest.approx(5 / 6)
    assert rows(report)["urgency exact"].naive is None


def test_patterns_have_rows_of_their_own(toy: Knowledge) -> None:
    """Four causes in all, three of them patterns; tea_drinking is shown with the exposure, behind leg_first."""
    report = score_cases(
        toy,
        [case("a", "leg_first", place="leg", tea="yes"), case("b", "tea_drinking", place="leg", tea="yes")],
    )
    found = rows(report)
    assert report.outcomes[1].got_causes == ("leg_first", "leg_second", "tea_drinking")
    assert counts(found["top-1"]) == (1, 2)
    assert counts(found["top-3, acceptable causes too"]) == (2, 2)
    assert counts(found["top-1 (patterns only)"]) == (1, 1)
    assert found["top-1 (patterns only)"].random == pytest.approx(1 / 3)
    assert found["top-3, acceptable causes too (patterns only)"].random == pytest.approx(1)


def test_urgency_is_counted_exact_fair_too_low_and_too_high(toy: Knowledge) -> None:
    report = score_cases(
        toy,
        [
            case("exact", "other:", "same_day", danger=["same_day"]),
            case("fair", "other:", "same_day", danger=["emergency"], acceptable_urgency=["emergency"]),
            case("under", "other:", "same_day", danger=[], acceptable_urgency=["routine"]),
            case("over", "other:", "self_care", danger=["routine"]),
        ],
    )
    assert [outcome.got_urgency for outcome in report.outcomes] == [
        "same_day", "emergency", "self_care", "routine",
    ]  # fmt: skip
    found = rows(report)
    assert counts(found["urgency exact"]) == (1, 4)
    assert counts(found["urgency fair"]) == (2, 4)
    assert counts(found["under-triage"]) == (1, 4)
    assert counts(found["over-triage"]) == (1, 4)
    assert [outcome.id for outcome in report.outcomes if outcome.missed] == ["under", "over"]
    # By hand, over the four levels: fair ones 1, 2, 2, 1; lower ones 2, 2, 1, 0; higher ones 1, 0, 1, 3.
    assert found["urgency exact"].random == pytest.approx(1 / 4)
    assert found["urgency fair"].random == pytest.approx(6 / 16)
    assert found["under-triage"].random == pytest.approx(5 / 16)
    assert found["over-triage"].random == pytest.approx(5 / 16)
    # The commonest, same_day, is right or fair in the first three, and too high in the last.
    assert found["urgency exact"].majority == pytest.approx(3 / 4)
    assert found["urgency fair"].majority == pytest.approx(3 / 4)
    assert found["under-triage"].majority == 0
    assert found["over-triage"].majority == pytest.approx(1 / 4)


def test_causes_outside_the_file_and_emergencies_count_for_urgency_only(toy: Knowledge) -> None:
    report = score_cases(
        toy,
        [
            case("outside", "other:gout", place="leg"),
            case("unnamed", "", place="leg"),
            case("emergency", "leg_first", "emergency", place="leg", danger=["emergency"]),
            case("unseen", "leg_first", "emergency", place="leg", acceptable_urgency=["self_care"]),
            case("fair", "leg_first", place="leg", danger=["emergency"], acceptable_urgency=["emergency"]),
        ],
    )
    assert [(outcome.first, outcome.among_first) for outcome in report.outcomes] == [(None, None)] * 5
    assert not any(outcome.missed for outcome in report.outcomes)
    found = rows(report)
    assert counts(found["top-1"]) == (0, 0)
    assert counts(found["urgency exact"]) == (3, 5)
    assert counts(found["urgency fair"]) == (5, 5)


def test_an_emergency_that_nobody_expected_counts_as_a_miss_of_the_cause_too(toy: Knowledge) -> None:
    report = score_cases(toy, [case("too high", "leg_first", place="leg", danger=["emergency"])])
    (outcome,) = report.outcomes
    assert (outcome.first, outcome.among_first, outcome.missed) == (False, False, True)


def test_answers_that_do_not_fit_name_their_case(toy: Knowledge) -> None:
    with pytest.raises(AnswersError, match=r'case lost: .*\n.*did you mean "leg"'):
        score_cases(toy, [case("fine", "leg_first", place="leg"), case("lost", "leg_first", place="lge")])


GOOD = """
[[cases]]
id = "D1"
presentation = "It hurts."
cause = "leg_first"
urgency = "self_care"
[cases.answers]
place = "leg"
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1: cases: there is none; each begins with a line [[cases]]"),
        ("cases = []", "1: cases: there is none"),
        ("[cases]", "1: cases: expected [[cases]], with two brackets"),
        (f"title = 'x'\n{GOOD}", "1: title: does not belong here: a file of cases holds [[cases]]"),
        (f"{GOOD}\n[metta]\na = 1", "10: metta: does not belong here"),
        ("cases = [1]", "1: cases: Expected a table, got a whole number"),
        (GOOD + GOOD, '11: cases "D1": this id is used more than once; the other is on line 3'),
        (GOOD.replace("cause =", "casue ="), '5: cases "D1": casue: no such key (did you mean "cause"?)'),
        (
            GOOD.replace('"self_care"', '"selfcare"'),
            (
                '6: cases "D1": urgency: "selfcare" is not one of emergency, same_day, routine, self_care '
                '(did you mean "self_care"?)'
            ),
        ),
        (GOOD.replace('urgency = "self_care"\n', ""), '2: cases "D1": urgency: this key is missing'),
        (
            GOOD.replace('urgency = "self_care"\n', "") + 'urgency = "self_care"',
            '8: cases.answers "D1": "urgency" stands below [cases.answers]; move it above that line',
        ),
        (GOOD.replace('id = "D1"\n', ""), "2: cases: id: this key is missing"),
        (
            GOOD.replace('"leg_first"', "1"),
            '5: cases "D1": cause: Expected text in quotes, got a whole number',
        ),
        (
            GOOD.replace('cause = "leg_first"', 'acceptable = ["a", 1]'),
            '5: cases "D1": acceptable: entry 2: Expected text in quotes, got a whole number',
        ),
        (
            GOOD.replace("[cases.answers]\nplace", "answers"),
            '7: cases "D1": answers: Expected a table, got text in quotes',
        ),
        ("[[cases", "not valid TOML"),
    ],
)
def test_a_bad_file_of_cases_says_what_and_where(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "cases.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpasmError) as caught:
        load_cases(str(path))
    assert f"{path}:{message}" in str(caught.value).replace(": not", ":not")


def test_every_problem_of_a_file_of_cases_comes_at_once(tmp_path: Path, toy: Knowledge) -> None:
    path = tmp_path / "cases.toml"
    path.write_text(GOOD.replace('"self_care"', '"soon"') + GOOD.replace("cause =", "casue ="))
    with pytest.raises(CasesError) as caught:
        load_cases(str(path))
    assert [problem.split(": ")[0] for problem in caught.value.problems] == [f"{path}:6", f"{path}:13"]
    path.write_text("".join(GOOD.replace('"D1"', f'"D{n}"').replace('"leg_', '"lgg_') for n in range(150)))
    with pytest.raises(CasesError) as caught:
        load_cases(str(path), toy)
    assert len(caught.value.problems) == 101
    assert caught.value.problems[-1] == f"{path}: and more; mend these first"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'cause = "leg_first"',
            'cause = "leg_frist"',
            (
                '5: cases "D1": cause: the knowledge file has no cause "leg_frist" (did you mean "leg_first"?); '
                'write "other: …" for one that is not in it'
            ),
        ),
        (
            'cause = "leg_first"',
            'acceptable = ["arm_first", "arm_frist"]',
            '5: cases "D1": acceptable: the knowledge file has no cause "arm_frist" (did you mean "arm_first"?)',
        ),
        (
            'place = "leg"',
            'place = "lge"',
            '8: cases.answers "D1": place: no option "lge" (did you mean "leg"?)',
        ),
        ('place = "leg"', 'plaec = "leg"', '8: cases.answers "D1": "plaec": no question has this id'),
        (
            'place = "leg"',
            'source = "book"\nplace = "leg"',
            '8: cases.answers "D1": "source" stands below [cases.answers]; move it above that line',
        ),
    ],
)
def test_a_case_that_does_not_fit_the_knowledge_file_is_named_with_its_line(
    tmp_path: Path, toy: Knowledge, old: str, new: str, message: str
) -> None:
    path = tmp_path / "cases.toml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    assert load_cases(str(path))
    with pytest.raises(CasesError) as caught:
        load_cases(str(path), toy)
    (problem,) = caught.value.problems
    assert problem.startswith(f"{path}:{message}")


@pytest.mark.parametrize("cause", ["", "leg_first", "other:gout", "other: gout"])
def test_a_cause_of_the_file_or_another_one_that_says_so_is_taken(
    tmp_path: Path, toy: Knowledge, cause: str
) -> None:
    path = tmp_path / "cases.toml"
    path.write_text(GOOD.replace('"leg_first"', f'"{cause}"'), encoding="utf-8")
    assert load_cases(str(path), toy)[0].cause == cause


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_shipped_cases_fit_the_shipped_knowledge(path: Path, knowledge: Knowledge) -> None:
    assert load_cases(str(path), knowledge)


def test_a_good_file_of_cases_is_read_with_its_defaults(tmp_path: Path) -> None:
    path = tmp_path / "cases.toml"
    path.write_text(GOOD, encoding="utf-8")
    (found,) = load_cases(str(path))
    assert found == Case("D1", "It hurts.", {"place": "leg"}, Level.SELF_CARE, "leg_first")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "toy.toml").write_text(to_toml(TOY), encoding="utf-8")
    missed = GOOD.replace('"D1"', '"D2"').replace('"leg_first"', '"arm_first"')
    (tmp_path / "right.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "missed.toml").write_text(missed, encoding="utf-8")
    (tmp_path / "broken.toml").write_text(GOOD.replace('"leg"', '"lge"'), encoding="utf-8")
    (tmp_path / "lost.toml").write_text(GOOD.replace('"leg_first"', '"leg_frist"'), encoding="utf-8")
    return tmp_path


def run_test(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "spasm_cli", "knowledge", "test", "--knowledge", "toy.toml", *words]
    return warm.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_command_prints_the_score_and_leaves_with_0(folder: Path) -> None:
    run = run_test(folder, "right.toml")
    assert run.returncode == 0
    assert "100%    21% to 100%       1/1      25%     100%   100%" in run.stdout
    assert "Misses" not in run.stdout
    assert run.stderr == ""


def test_the_command_names_each_miss_and_leaves_with_1(folder: Path) -> None:
    run = run_test(folder, "right.toml", "missed.toml")
    assert run.returncode == 1
    assert "  D2: expected arm_first, not among the first three; shown: leg_first, leg_second" in run.stdout
    assert "  D1:" not in run.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("broken.toml",), 'did you mean "leg"'),
        (("nowhere.toml",), "no such file"),
        (("toy.toml",), "toy.toml:12: scoring: does not belong here"),
        (("lost.toml",), 'lost.toml:5: cases "D1": cause: the knowledge file has no cause'),
        ((), "Missing argument"),
    ],
)
def test_the_command_leaves_with_2_when_it_cannot_tell(
    folder: Path, words: tuple[str, ...], message: str
) -> None:
    run = run_test(folder, *words)
    assert run.returncode == 2
    assert message in " ".join(run.stderr.split())
    assert run.stdout == ""


def test_the_same_comes_as_json(folder: Path) -> None:
    run = run_test(folder, "--json", "right.toml", "missed.toml")
    assert run.returncode == 1
    found = json.loads(run.stdout)
    assert found["cases"] == 2
    assert found["rows"][0]["name"] == "top-1"
    assert found["rows"][0]["rate"]["hits"] == 1
    assert found["rows"][0]["rate"]["low"] == pytest.approx(wilson(1, 2).low)
    assert found["outcomes"][1] == {
        "id": "D2",
        "urgency": "self_care",
        "got_urgency": "self_care",
        "raised_by": [],
        "urgency_fair": True,
        "cause": "arm_first",
        "got_causes": ["leg_first", "leg_second"],
        "first": False,
        "among_first": False,
    }


def test_a_case_with_an_unsafe_text_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "cases.toml"
    path.write_text('[[cases]]\nid = "a"\nstory = "\\u001b[31m"\n', encoding="utf-8")
    with pytest.raises(SpasmError) as caught:
        load_cases(str(path))
    assert str(caught.value).startswith(f"{path}:3: ")
    assert "U+001B" in str(caught.value)
