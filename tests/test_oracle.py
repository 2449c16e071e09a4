"""The engine agrees with a naive scorer that was written from docs/method.md alone."""

import random
import tomllib
from pathlib import Path
from typing import Any

import oracle
import pytest
from small import HEAD
from test_shipped_knowledge import to_toml

from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.triage import triage
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.knowledge_file import load_knowledge


def any_sheet(raw: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A random person."""
    sheet: dict[str, Any] = {}
    share = chance.random()
    for question in raw["questions"]:
        if chance.random() > share:
            continue
        names = [option["id"] for option in question["options"]]
        if question["kind"] == "one":
            sheet[question["id"]] = chance.choice([*names, "not_sure"])
            continue
        # Danger signs are rare, or every random person would be an emergency.
        rate = 0.02 if question["section"] == "safety" else 0.3
        sure = chance.choice([0.3, 0.8])
        items = [name if chance.random() < sure else f"{name}?" for name in names if chance.random() < rate]
        sheet[question["id"]] = [*items, *(["not_sure"] if chance.random() < rate / 3 else [])]
    return sheet


def agree(raw: dict[str, Any], knowledge: Knowledge, sheet: dict[str, Any], *, firm: bool = True) -> None:
    answers = parse_answers(knowledge, sheet, source="random")
    found = assess(knowledge, answers)
    assert triage(knowledge, answers).level == oracle.level(raw, sheet)
    if found.urgency.level is Level.EMERGENCY or found.stopped:
        assert found.causes == ()
        return
    expected = oracle.ranking(raw, sheet)
    assert [(cause.id, cause.score) for cause in found.causes] == [
        (name, score) for name, score, _ in expected
    ]
    for cause, (_, _, rows) in zip(found.causes, expected, strict=True):
        assert {row.question: row.weight for row in cause.evidence} == rows
    assert [cause.id for cause in found.shown] == oracle.shown(raw, sheet)
    if firm:
        agree_on_firmness(raw, found, sheet)


def agree_on_firmness(raw: dict[str, Any], found: Assessment, sheet: dict[str, Any]) -> None:
    expected = oracle.chance(raw, sheet)
    if found.firmness is None or expected is None:
        assert (found.firmness, expected) == (None, None)
        assert found.verdict == ("clear" if oracle.rivals(raw, sheet) else "none")
        return
    assert found.firmness.chance == pytest.approx(expected, abs=0.0006)
    assert found.firmness.word == oracle.word(raw, found.firmness.chance)
    assert found.verdict == ("close" if found.firmness.word == "about_equal" else "clear")


def test_on_hundreds_of_people_and_the_shipped_file(knowledge: Knowledge, shipped_text: str) -> None:
    raw, chance = tomllib.loads(shipped_text), random.Random(1)
    for place in range(300):
        # The oracle tries every number of the file, which takes its time.
        agree(raw, knowledge, any_sheet(raw, chance), firm=place % 20 == 0)


@pytest.mark.parametrize("seed", range(40))
def test_on_generated_files(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    raw = any_file(chance)
    path = tmp_path / "generated.toml"
    path.write_text(to_toml(raw), encoding="utf-8")
    knowledge = load_knowledge(str(path))
    for _ in range(50):
        agree(raw, knowledge, any_sheet(raw, chance))


def any_file(chance: random.Random) -> dict[str, Any]:
    """A random knowledge file: any numbers and counts, any conditions and sets, no gates."""
    people = chance.choice([0, 0.5, 10, 37.5])
    questions = [any_question(chance, place) for place in range(chance.randint(2, 8))]
    if chance.random() < 0.7:
        put_first(questions, chance)
    references = [
        f"{question['id']}.{option['id']}" for question in questions for option in question["options"]
    ]
    sets = {
        f"set {place}": chance.sample(references, chance.randint(1, min(4, len(references))))
        for place in range(3)
    }
    weighed = [question for question in questions if any("baseline" in o for o in question["options"])]
    causes = [any_cause(chance, place, weighed, references, sets) for place in range(chance.randint(1, 8))]
    for cause in causes:
        limit(cause, chance, references, sets)
    flags = [
        {
            "id": f"flag{place}",
            "when": any_condition(chance, references, sets),
            "urgency": chance.choice(["routine", "same_day", "emergency"]),
            "say": "Say.",
            "may_be": "May be.",
            "sources": ["judgement"],
        }
        for place in range(chance.randint(0, 5))
    ]
    # So that every option is used by something.
    flags.append({**flag_of(references), "id": "all"})
    step = {
        "id": "rest",
        "title": "Rest",
        "how": "Rest.",
        "phase": "now",
        "grade": "limited",
        "sources": ["judgement"],
    }
    scoring = {
        "shrink": chance.choice([0.3, 0.5, 0.7, 1.0]),
        "cap": chance.randint(1, 12),
        "fits_well": chance.randint(1, 6),
        "fits_partly": chance.randint(-12, 0),
        "min_bits": 0.1,
        "steps_per_phase": 2,
        "usual_people": people,
        "spread_db": chance.choice([0.5, 2, 5]),
        "well_ahead": 0.9,
        "a_little_ahead": 0.6,
    }
    book = {"id": "BOOK", "title": "A book", "publisher": "Press"}
    return HEAD | {
        "scoring": scoring,
        "sets": sets,
        "sources": [book],
        "questions": questions,
        "flags": flags,
        "causes": causes,
        "steps": [step],
    }


def put_first(questions: list[dict[str, Any]], chance: random.Random) -> None:
    """Let a question with one answer say where it is, and later lines wait for that."""
    first = {"id": "w", "short": "Where", "ask": "Where?", "help": "Why.", "kind": "one", "section": "where"}
    names = [f"o{number}" for number in range(chance.randint(2, 4))]
    lines = [{"id": name, "label": f"Label {name}"} for name in names]
    for question in questions:
        for option in question["options"]:
            if chance.random() < 0.3:
                some = [f"w.{name}" for name in chance.sample(names, chance.randint(1, len(names) - 1))]
                option["when"] = {chance.choice(["any", "none"]): some}
    questions.insert(0, first | {"options": lines})


def flag_of(references: list[str]) -> dict[str, Any]:
    when = {"any": references, "at_least": questions_of(references)}
    return {"when": when, "urgency": "same_day", "say": "S.", "may_be": "M.", "sources": ["judgement"]}


def questions_of(references: list[str]) -> int:
    return len({name.partition(".")[0] for name in references})


def any_number(chance: random.Random, p: float) -> dict[str, Any]:
    """A judgement of this share, which may lean on something."""
    return {
        "p": p,
        "from": "judgement",
        **chance.choice([{}, {"near": ["BOOK"], "note": "Why."}, {"note": "Why."}]),
    }


def count(yes: int, of: int) -> dict[str, Any]:
    return {"yes": yes, "of": of, "from": "BOOK", "note": "Who was asked."}


def any_question(chance: random.Random, place: int) -> dict[str, Any]:
    kind = chance.choice(["one", "many"])
    section = "safety" if place == 0 else chance.choice(["about_spasm", "about_you"])
    weights = [chance.randint(1, 20) for _ in range(chance.randint(2, 6))]
    options: list[dict[str, Any]] = [
        {"id": f"o{number}", "label": f"Label {number}"} for number in range(len(weights))
    ]
    counted = chance.random() < 0.5
    of = sum(weights) if kind == "one" else 30
    for option, weight in zip(options, weights, strict=True):
        # Of a safety question some boxes may have a baseline; where there is one answer, all or none.
        if chance.random() < 0.2:
            option["if_unsure"] = chance.choice(["self_care", "routine", "same_day", "emergency"])
        if section == "safety" and kind == "many" and chance.random() < 0.4:
            option["confirm"] = True
        if section != "safety" or (kind == "many" and chance.random() < 0.7):
            option["baseline"] = count(weight, of) if counted else any_number(chance, weight / of)
    question: dict[str, Any] = {
        "id": f"q{place}",
        "short": "Short",
        "ask": "Ask?",
        "help": "Help.",
        "kind": kind,
        "section": section,
    }
    if chance.random() < 0.5:
        question["if_unsure"] = chance.choice(["self_care", "routine", "same_day", "emergency"])
    return question | {"options": options}


def any_cause(
    chance: random.Random,
    place: int,
    questions: list[dict[str, Any]],
    references: list[str],
    sets: dict[str, list[str]],
) -> dict[str, Any]:
    findings = {
        question["id"]: any_findings(chance, question) for question in questions if chance.random() < 0.8
    }
    cause: dict[str, Any] = {"id": f"cause{place}", "kind": chance.choice(["pattern", "contributor"])}
    if cause["kind"] == "contributor":
        cause["shown_when"] = any_condition(chance, references, sets)
    words = dict.fromkeys(("name", "clinical_name", "summary", "claim", "see_someone"), "Words.")
    rest = {
        "prior": chance.choice(
            [any_number(chance, chance.uniform(0.01, 0.9)), count(chance.randint(1, 8), 9)]
        ),
        "steps": ["rest"],
        "sources": ["judgement"],
        "findings": findings,
    }
    return cause | words | rest


def limit(
    cause: dict[str, Any], chance: random.Random, references: list[str], sets: dict[str, list[str]]
) -> None:
    """Let a cause be for some people only, or a pattern wait for an answer."""
    if chance.random() < 0.4:
        cause["only"] = chance.choice(
            [any_condition(chance, references, sets), {"none": chance.sample(references, 1)}]
        )
    if cause["kind"] == "pattern" and chance.random() < 0.4:
        asked = sorted({name.partition(".")[0] for name in references})
        cause["shown_if_asked"] = chance.sample(asked, chance.randint(1, min(2, len(asked))))


def any_findings(chance: random.Random, question: dict[str, Any]) -> dict[str, Any]:
    """Shares of some options, by judgement or all counted among the same people; or everybody's one answer."""
    names = [option["id"] for option in question["options"] if "baseline" in option]
    one = question["kind"] == "one"
    if one and chance.random() < 0.2:
        yes = [chance.randint(1, 30) for _ in names]
        return {name: count(number, sum(yes)) for name, number in zip(names, yes, strict=True)}
    picked = chance.sample(names, chance.randint(1, len(names) - one))
    weights = {name: chance.random() + 0.01 for name in picked}
    left = chance.uniform(0.05, 0.9)
    p = {name: left * weight / (sum(weights.values()) if one else 1.01) for name, weight in weights.items()}
    if chance.random() < 0.5:
        return {name: any_number(chance, value) for name, value in p.items()}
    # More people than there are options: nobody's share is 0, even where nobody stands beside a count.
    of = chance.randint(10, 300)
    return {name: count(max(1, int(value * (of - len(p)))), of) for name, value in p.items()}


def any_condition(chance: random.Random, references: list[str], sets: dict[str, list[str]]) -> Any:
    """All of a few, any of some of them, or some of several, or a list of such; with sets among them."""
    several = chance.sample(references, chance.randint(1, len(references)))
    some = {"any": several, "at_least": chance.randint(1, min(2, questions_of(several)))}
    name = "@" + chance.choice([*sets])
    one = chance.choice(references)
    every = {"all": chance.choice([[one], [one], [several], [name], [[name, one]], [several, name]])}
    if chance.random() < 0.3:
        some["any"] = [*several, name]
    return chance.choice([every, some, [every, some]])
