"""What worked cases use of each danger sign and each rule, and that a ticked gate is never nothing."""

import io
import json
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
import warm
from forms import bare
from msgspec.structs import replace
from rich.console import Console
from small import built, sheet
from test_evaluation import folder as folder  # noqa: PLC0414 - a fixture

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.evaluation import wilson
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.sign_counts import SignCounts, Use, count_signs
from spasm_cli.core.triage import level_of
from spasm_cli.core.vocabulary import Level, alternatives, split_reference
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file
from spasm_cli.report.drawn.document import draw
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.signs import signs_document

DASH = "\N{EN DASH}"
FILE = """
questions = [
  { id = "place", ask = "Where?", help = "H.", kind = "one", section = "where", options = [
    { id = "leg", label = "Leg" }, { id = "arm", label = "Arm" } ] },
  { id = "now", ask = "Right now?", help = "H.", kind = "many", section = "safety", options = [
    { id = "fever", label = "Fever" }, { id = "chest", label = "Chest pain" }, { id = "rash", label = "A rash" } ] },
  { id = "job", ask = "Work?", help = "H.", kind = "many", section = "about_you", options = [
    { id = "sits", label = "Sitting" }, { id = "lifts", label = "Lifting" } ] },
]
flags = [
  { id = "fever", when = { any = ["now.fever"] }, urgency = "same_day", say = "S.", may_be = "Infection", sources = ["judgement"] },
  { id = "chest_leg", when = { all = ["now.chest", "place.leg"] }, urgency = "emergency", say = "S.", may_be = "Clot", sources = ["judgement"] },
  { id = "chest", when = { any = ["now.chest"] }, urgency = "same_day", say = "S.", may_be = "Heart", sources = ["judgement"] },
  { id = "lifts", when = { any = ["job.lifts"] }, urgency = "routine", say = "S.", may_be = "Strain", sources = ["judgement"] },
]
"""


@pytest.fixture(scope="module")
def small() -> Knowledge:
    return built(FILE)


@pytest.fixture(scope="module")
def counts(small: Knowledge) -> SignCounts:
    """Five cases, of which the first four are an emergency, today, today and nothing."""
    return count_signs(
        small,
        [
            sheet(small, place="leg", now=["chest"]),
            sheet(small, place="arm", now=["fever", "chest"]),
            sheet(small, place="arm", now=["fever"], job=["lifts"]),
            sheet(small, place="leg", now=["fever?", "not_sure"], job=["sits"]),
            sheet(small, job=[]),
        ],
    )


def numbers(uses: tuple[Use, ...]) -> dict[str, tuple[int, int]]:
    assert all((use.used.of, use.decided.of) == (5, use.used.hits) for use in uses)
    return {use.id: (use.used.hits, use.decided.hits) for use in uses}


def test_a_sign_is_a_safety_line_or_one_that_a_flag_names(counts: SignCounts) -> None:
    """Of two signs with the same level neither decides alone; taken out of the first case, either leaves less.

    Place leg: two cases, of which the first falls from emergency to today. Fever: alone in the third, where lifting
    is left; beside chest in the second. Chest: alone in the first. Lifting never matters beside fever.
    """
    assert numbers(counts.signs) == {
        "place.leg": (2, 1),
        "now.fever": (2, 1),
        "now.chest": (2, 1),
        "now.rash": (0, 0),
        "job.lifts": (1, 0),
    }
    assert [use.words for use in counts.signs] == ["Leg", "Fever", "Chest pain", "A rash", "Lifting"]


def test_a_rule_decides_where_the_others_give_less(counts: SignCounts) -> None:
    assert numbers(counts.rules) == {
        "fever": (2, 1),
        "chest_leg": (1, 1),
        "chest": (2, 0),
        "lifts": (1, 0),
    }
    assert [use.words for use in counts.rules] == ["Infection", "Clot", "Heart", "Strain"]


def test_what_is_never_used_is_named_and_shares_have_intervals(counts: SignCounts, small: Knowledge) -> None:
    assert (counts.cases, counts.never_ticked, counts.never_raised) == (5, ("now.rash",), ())
    fever = counts.signs[1]
    assert (fever.used, fever.decided) == (wilson(2, 5), wilson(1, 2))
    nothing = count_signs(small, [])
    assert nothing.never_raised == ("fever", "chest_leg", "chest", "lifts")
    assert {use.used for use in nothing.signs} == {wilson(0, 0)}


def drawn(counts: SignCounts, small: Knowledge, width: int) -> str:
    stream = io.StringIO()
    draw(
        Console(file=stream, width=width, color_system=None),
        signs_document(small.words, counts),
    )
    return stream.getvalue().replace(DASH, "-")


def test_the_table_is_drawn_in_columns_where_there_is_room(counts: SignCounts, small: Knowledge) -> None:
    """2 of 5 is 12 to 77 %, 1 of 2 is 9 to 91 %, 1 of 1 is 21 to 100 % (Wilson)."""
    lines = drawn(counts, small, 80).splitlines()
    fever = next(line for line in lines if line.startswith("now.fever: Fever"))
    assert fever.split()[2:] == ["2/5", "40%", "(12-77%)", "1/2", "50%", "(9-91%)"]
    (clot,) = [line.split()[1:] for line in lines if line.startswith("chest_leg")]
    assert clot == ["1/5", "20%", "(4-62%)", "1/1", "100%", "(21-100%)"]
    head = next(line for line in lines if "ticked" in line)
    assert head.rstrip().endswith("decided alone")
    assert "Never ticked (1): now.rash" in lines
    assert not any(line.startswith("now.rash") for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_elsewhere_it_is_told_in_lines(counts: SignCounts, small: Knowledge) -> None:
    narrow, plain = (
        drawn(counts, small, 40),
        as_lines(signs_document(small.words, counts), width=78).replace(DASH, "-"),
    )
    assert "now.fever: Fever ticked: 2/5 40% (12-77%) decided alone: 1/2 50% (9-91%)" in bare(narrow)
    assert all(len(line) <= 40 for line in narrow.splitlines())
    assert "now.fever: Fever: ticked 2/5 40% (12-77%), decided alone 1/2 50% (9-91%)" in bare(plain)
    assert "chest_leg: raised 1/5 20% (4-62%), decided alone 1/1 100% (21-100%)" in bare(plain)
    assert "Never raised" not in plain


def run_test(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "spasm_cli", "knowledge", "test", "--knowledge", "toy.toml", *words]
    return warm.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_the_command_adds_it_below_the_score_and_to_the_json(folder: Path) -> None:
    score = run_test(folder, "missed.toml")
    for words in ((), ("--plain",)):
        run = run_test(folder, "missed.toml", "--signs", *words)
        assert (run.returncode, run.stderr) == (1, "")
        assert run.stdout.startswith(f"{score.stdout}\n")
        assert "Never ticked (3): danger.emergency, danger.same_day, danger.routine" in run.stdout
    alone, both = (
        json.loads(run_test(folder, "missed.toml", "--json", *words).stdout) for words in ((), ("--signs",))
    )
    assert both["signs"]["never_raised"] == ["emergency", "same_day", "routine"]
    assert both["signs"]["signs"][0] == {
        "id": "danger.emergency",
        "words": "L 1",
        "used": {"hits": 0, "of": 1, "low": 0.0, "high": pytest.approx(0.793, abs=0.001)},
        "decided": {"hits": 0, "of": 0, "low": 0.0, "high": 1.0},
    }
    assert alone == {name: value for name, value in both.items() if name != "signs"}


# A gate that was ticked never ends below routine


SHIPPED = load_knowledge(str(data_file("causes.toml"))).at("gb")


def followed_by(knowledge: Knowledge) -> dict[str, list[str]]:
    """Return, for each safety line that opens other safety questions, those questions."""
    found: dict[str, list[str]] = {}
    for question in knowledge.questions:
        if question.section == "safety":
            cases = alternatives(question.when)
            for name in dict.fromkeys(
                name for case in cases for name in case.references if name not in case.none
            ):
                gate, option = split_reference(name)
                if knowledge.question[gate].section == "safety" and knowledge.question[gate].option(option):
                    found.setdefault(name, []).append(question.id)
    return found


def openers(knowledge: Knowledge, gate: str) -> list[str]:
    """Return what must have been ticked before somebody gets to a gate: a single answer is given to what was asked because of a sign."""
    question = knowledge.question[split_reference(gate)[0]]
    if question.kind == "many":
        return []
    named = {
        name for case in alternatives(question.when) for name in case.references if name not in case.none
    }
    return sorted(name for name in named if knowledge.question[split_reference(name)[0]].section == "safety")


def mildest(knowledge: Knowledge, gate: str, follow_ups: list[str]) -> Level:
    """Return the lowest level at which somebody can end who ticked this alone, and none of what is asked about it."""
    ticked = [
        {question: Answer((option,)) for question, option in map(split_reference, (gate, *more))}
        for more in ([[each] for each in openers(knowledge, gate)] or [[]])
    ]
    answers = [
        [Answer()] if each.kind == "many" else [Answer((line.id,)) for line in each.options]
        for each in (knowledge.question[name] for name in follow_ups)
    ]
    sheets = (
        Answers({**dict(zip(follow_ups, given, strict=True)), **first})
        for first, given in product(ticked, product(*answers))
    )
    return min((level_of(knowledge, each) for each in sheets), key=lambda level: level.rank)


def is_sign(gate: str) -> bool:
    """A risk (an operation, an illness) is no sign: only signs have a level for not being sure of one."""
    return SHIPPED.question[split_reference(gate)[0]].if_unsure is not None


@pytest.mark.parametrize("gate", [*filter(is_sign, followed_by(SHIPPED))])
def test_a_gate_that_was_ticked_never_ends_below_routine(gate: str) -> None:
    level = mildest(SHIPPED, gate, followed_by(SHIPPED)[gate])
    assert level.rank >= Level.ROUTINE.rank, f"{gate}, and none of {', '.join(followed_by(SHIPPED)[gate])}"


def test_a_gate_is_a_safety_line_that_opens_a_safety_question() -> None:
    more = """
[[questions]]
id = "more"
ask = "More?"
help = "H."
kind = "many"
section = "safety"
when = { any = ["now.rash", "now.fever", "place.leg", "job.sits", "now.not_sure"] }
options = [{ id = "spreads", label = "It spreads" }]
[[questions]]
id = "long"
ask = "How long?"
help = "H."
kind = "one"
section = "safety"
when = { any = ["now.fever"] }
options = [{ id = "short", label = "Short" }, { id = "long", label = "Long" }]
"""
    knowledge = built(FILE)
    knowledge = replace(knowledge, questions=(*knowledge.questions, *built(more).questions))
    assert followed_by(knowledge) == {"now.rash": ["more"], "now.fever": ["more", "long"]}
    assert mildest(knowledge, "now.rash", ["more"]) is Level.SELF_CARE
    assert mildest(knowledge, "now.fever", ["more", "long"]) is Level.SAME_DAY
    assert openers(knowledge, "now.fever") == []
    assert openers(knowledge, "long.short") == ["now.fever"]
    assert mildest(knowledge, "long.short", []) is Level.SAME_DAY
