"""What must be true of data/causes.toml."""

import re
import tomllib
from collections.abc import Callable, Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.assessment import assess
from spasm_cli.core.conditions import holds
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.triage import triage
from spasm_cli.core.vocabulary import Level, When, alternatives
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.knowledge_file import inspect, load_knowledge
from spasm_cli.files.shipped import data_file

PATTERNS = [
    "overuse_strain", "muscle_imbalance", "nerve_root_compression", "prolonged_sitting", "exercise_cramp",
    "nocturnal_leg_cramp", "peripheral_artery_disease", "venous_insufficiency", "lumbar_spinal_stenosis",
    "stress_muscle_tension", "restless_legs", "muscle_tear",
    "acute_neck", "nerve_entrapment", "peripheral_neuropathy", "viral_ache", "jaw_clenching", "benign_twitch",
    "task_dystonia", "spasticity", "joint_or_tendon", "inflammatory_stiffness", "widespread_pain", "chest_wall",
    "pelvic_pain", "side_stitch",
]  # fmt: skip
CONTRIBUTORS = [
    "dehydration", "mineral_deficiency", "medicine_related", "pregnancy_leg_cramp", "metabolic_endocrine",
    "alcohol_related",
]  # fmt: skip


def test_it_has_no_problem_and_no_warning() -> None:
    loaded = inspect(str(data_file("causes.toml")))
    assert loaded.errors == ()
    assert loaded.warnings == ()


def test_the_causes_are_the_thirty_two(knowledge: Knowledge) -> None:
    assert [cause.id for cause in knowledge.causes if cause.kind == "pattern"] == PATTERNS
    assert [cause.id for cause in knowledge.causes if cause.kind == "contributor"] == CONTRIBUTORS


def test_the_purpose_is_word_for_word(knowledge: Knowledge) -> None:
    from spasm_cli.files.words_file import own_words

    purpose = (
        "Shows how your answers compare with published descriptions of common causes of muscle spasm. "
        "It does not diagnose."
    )
    assert knowledge.meta.purpose == own_words()("help.spasm").partition("\n")[0] == purpose
    assert purpose in Path(__file__).parents[1].joinpath("README.md").read_text(encoding="utf-8")


def test_only_the_places_hold_phone_numbers(shipped_text: str) -> None:
    raw = tomllib.loads(shipped_text)
    del raw["places"], raw["sources"]
    found = [text for text in texts(raw) if re.search(r"\b(999|111|112|911)\b", text)]
    assert found == []


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in inner for text in texts(part)]


@pytest.mark.parametrize("word", ["diagnos", "detect", "predict", "you have "])
def test_no_word_claims_too_much(shipped_text: str, word: str) -> None:
    raw = tomllib.loads(shipped_text)
    del raw["sources"], raw["meta"]["purpose"], raw["questions"]
    said = {"you have ": ("name", "say", "summary", "claim")}.get(word, ())
    words = [text for key, text in keyed(raw) if not said or key in said]
    allowed = (
        "if you have ",
        "medicines you have ",
        "you have spoken",
        "you have asked",
        "you have new",
        "you have been",
        "missed or progressing diagnosis",
    )
    claims = [text for text in words if word in text.lower()]
    assert [text for text in claims if not any(part in text.lower() for part in allowed)] == []


def keyed(value: Any, key: str = "") -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(key, value)]
    if isinstance(value, dict):
        return [pair for name, part in value.items() for pair in keyed(part, name)]
    return [pair for part in value for pair in keyed(part, key)] if isinstance(value, list) else []


EVERYBODY = ["now", "feeling", "past", "history", "present"]
"""Screens about the whole person, which are asked whatever the place."""

NO_WAY_TO_CHECK = {
    "child.arm",
    "child.neck",
    "child.wobbly",
    "child.pale",
    "faint_which.passed",
    "weak_which.spreading",
    "control_which.feel",
    "control_which.rush",
    "wound_which.snake",
    "wound_which.venom",
    "wound_which.sting",
    "wound_which.animal",
    "wound_which.tick",
    "wound_which.red",
    "drug_which.floxacin",
    "illness_which.kidney",
    "illness_which.sickle",
    "illness_which.thyroid",
    "spine_when.recent",
    "spine_when.old",
    "spine_when.pump",
    "spine_when.stimulator",
    "present.chemo",
    "present.proxy",
    "preg.shoulder",
    "preg.spot",
    "preg.eyes",
    "preg.still",
    "heat_which.trapped",
    "heat_which.shock",
}
"""Boxes that are plain, or that have no way to check them yet. May only shrink."""


def test_screens_have_at_most_nine_short_lines_each_with_a_way_to_check(knowledge: Knowledge) -> None:
    unchecked = set()
    for question in knowledge.questions:
        if question.section == "safety" or question.id in {"onset", "course"}:
            assert len(question.options) <= 9, question.id
            for option in question.options:
                assert 1 <= len(option.label.split()) <= 8, f"{question.id}.{option.id}"
                if question.kind == "many" and not option.check:
                    unchecked.add(f"{question.id}.{option.id}")
    assert unchecked == NO_WAY_TO_CHECK


def test_everybody_meets_the_same_five_screens_and_one_fits_the_place(knowledge: Knowledge) -> None:
    """Then the place's, and what the pain does: an ordinary person meets no more."""
    region = knowledge.questions[0]
    own = {"back": "back", "neck_shoulder": "neck", "jaw_face": "neck", "chest_belly": "trunk"}
    for place in [option.id for option in region.options]:
        found = assess(knowledge, Answers({region.id: Answer((place,))}))
        screens = [name for name in found.unanswered_safety if knowledge.question[name].section == "safety"]
        assert screens == [*EVERYBODY, own.get(place, "look"), "change"], place


def test_a_second_place_opens_its_screen_too(knowledge: Knowledge) -> None:
    own = {"leg": "look", "arm": "look", "back": "back", "neck": "neck", "trunk": "trunk"}
    assert set(own) == {option.id for option in knowledge.question["also"].options}
    for place, screen in own.items():
        first = "back" if screen != "back" else "calf"
        sheet = Answers({"region": Answer((first,)), "also": Answer((place,))})
        assert screen in assess(knowledge, sheet).unanswered_safety, place


def test_nobody_who_cannot_name_the_place_is_spared_the_looks_and_tests(knowledge: Knowledge) -> None:
    nowhere = assess(knowledge, Answers({"region": Answer(not_sure=True)}))
    screens = [name for name in nowhere.unanswered_safety if knowledge.question[name].section == "safety"]
    assert len(screens) == 7


def test_a_doubt_about_a_whole_screen_of_signs_is_seen_today(knowledge: Knowledge) -> None:
    """Not so what changes the meaning of signs, and when it began, which flags name themselves."""
    background = {"past", "history", "illness_which", "present", "change", "since"}
    screens = [question for question in knowledge.questions if question.section == "safety"]
    assert {question.id for question in screens if question.if_unsure is not Level.SAME_DAY} == background


def test_no_score_and_no_wording_needs_an_id_in_the_code(knowledge: Knowledge) -> None:
    """No id of the file that is a word of its own stands in the code."""
    source = Path(__file__).parents[1] / "src"
    code = "\n".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py"))
    tables = (knowledge.causes, knowledge.steps, knowledge.flags)
    ids = [entry.id for table in tables for entry in table if "_" in entry.id]
    ids += [question.id for question in knowledge.questions if "_" in question.id]
    assert [name for name in ids if re.search(rf"\b{name}\b", code)] == []


def renamed(raw: dict[str, Any], name: Callable[[str], str]) -> dict[str, Any]:
    """Rename every question, option, flag, cause, step, pose, source and set of a parsed file."""

    def reference(text: str) -> str:
        if text.startswith("@"):
            return f"@{name(text[1:])}"
        question, _, option = text.partition(".")
        return f"{name(question)}.{option if option == 'not_sure' else name(option)}"

    def when(value: Any) -> Any:
        if isinstance(value, list):
            return [when(part) for part in value]
        return {key: part if key == "at_least" else references(part) for key, part in value.items()}

    def references(names: list[Any]) -> list[Any]:
        return [references(one) if isinstance(one, list) else reference(one) for one in names]

    def cited(text: str) -> str:
        return text if text == "judgement" else name(text).upper()

    def number(share: dict[str, Any]) -> dict[str, Any]:
        near = {"near": [cited(one) for one in share["near"]]} if "near" in share else {}
        return share | {"from": cited(share["from"])} | near

    def entry(item: dict[str, Any], *, upper: bool = False) -> dict[str, Any]:
        done = dict(item)
        done["id"] = name(item["id"]).upper() if upper else name(item["id"])
        for key in ("when", "shown_when", "only"):
            if key in item:
                done[key] = when(item[key])
        for key in ("prior", "baseline"):
            if key in item:
                done[key] = number(item[key])
        if "shown_if_asked" in item:
            done["shown_if_asked"] = [name(one) for one in item["shown_if_asked"]]
        if "sources" in item:
            done["sources"] = [cited(one) for one in item["sources"]]
        for key in ("steps", "pose"):
            if key in item:
                done[key] = [name(one) for one in item[key]]
        if "options" in item:
            done["options"] = [entry(one) for one in item["options"]]
        if "cautions" in item:
            done["cautions"] = [one | {"when": when(one["when"])} for one in item["cautions"]]
        if "brief" in item:
            done["brief"] = [
                one | ({"when": when(one["when"])} if "when" in one else {}) for one in item["brief"]
            ]
        if "findings" in item:
            done["findings"] = {
                name(question): {name(o): number(share) for o, share in listed.items()}
                for question, listed in item["findings"].items()
            }
        return done

    done = dict(raw)
    for table in ("questions", "flags", "causes", "steps", "poses"):
        done[table] = [entry(item) for item in raw.get(table, ())]
    done["sources"] = [entry(item, upper=True) for item in raw["sources"]]
    done["places"] = {
        code: place | {"sources": [cited(one) for one in place["sources"]]}
        for code, place in raw["places"].items()
    }
    if "sets" in raw:
        done["sets"] = {name(one): references(members) for one, members in raw["sets"].items()}
    return done


def test_renaming_every_id_changes_no_ranking(
    knowledge: Knowledge, shipped_text: str, tmp_path: Path
) -> None:
    import json
    import random

    def name(text: str) -> str:
        return f"x{text.encode().hex()}"

    path = tmp_path / "renamed.toml"
    path.write_text(to_toml(renamed(tomllib.loads(shipped_text), name)), encoding="utf-8")
    other = load_knowledge(str(path)).at("gb")
    chance = random.Random(7)
    for _ in range(60):
        given = {}
        for question in knowledge.questions:
            if chance.random() < 0.6:
                picked = chance.choice(question.options).id
                given[question.id] = Answer((picked,))
        mine = assess(knowledge, Answers(given), explore=True)
        theirs = assess(
            other,
            Answers({name(q): Answer(tuple(name(o) for o in a.ticked)) for q, a in given.items()}),
            explore=True,
        )
        assert theirs.urgency.level == mine.urgency.level
        assert [cause.id for cause in theirs.causes] == [name(cause.id) for cause in mine.causes]
        assert [cause.score for cause in theirs.causes] == [cause.score for cause in mine.causes]
        assert [step.id for step in theirs.steps] == [name(step.id) for step in mine.steps]
        assert [step.how for step in theirs.steps] == [step.how for step in mine.steps]
        assert [w.say for w in theirs.what_if] == [w.say for w in mine.what_if]
    assert json.dumps(name("x"))


def to_toml(raw: dict[str, Any]) -> str:
    """Write a parsed file as TOML: tables where it has tables, and everything else on one line."""
    import datetime as dt
    import json

    def value(item: Any) -> str:
        if isinstance(item, dict):
            return (
                "{ "
                + ", ".join(
                    f"{json.dumps(key, ensure_ascii=False)} = {value(part)}" for key, part in item.items()
                )
                + " }"
            )
        if isinstance(item, list):
            return "[" + ", ".join(value(part) for part in item) + "]"
        if isinstance(item, dt.date | dt.time):
            return item.isoformat()
        return json.dumps(item, ensure_ascii=False) if not isinstance(item, float) else repr(item)

    def is_table(content: Any) -> bool:
        entries = content if isinstance(content, list) else [content]
        return bool(entries) and all(isinstance(entry, dict) for entry in entries)

    lines = [
        f"{json.dumps(name, ensure_ascii=False)} = {value(part)}"
        for name, part in raw.items()
        if not is_table(part)
    ]
    for table, content in raw.items():
        for entry in (content if isinstance(content, list) else [content]) if is_table(content) else ():
            name = table if re.fullmatch("[A-Za-z0-9_-]+", table) else json.dumps(table, ensure_ascii=False)
            lines.append(f"[[{name}]]" if isinstance(content, list) else f"[{name}]")
            lines += [f"{json.dumps(key, ensure_ascii=False)} = {value(part)}" for key, part in entry.items()]
    return "\n".join(lines)


def test_each_cause_can_come_first(knowledge: Knowledge) -> None:
    """With the answers that speak most for a cause it comes first of its kind, or second to its closest neighbour."""
    for cause in knowledge.causes:
        given = {}
        for question_id, listed in cause.findings.items():
            question = knowledge.question[question_id]
            usual = knowledge.scoring.usual_people
            ratio = {
                o.id: listed[o.id].share(o.baseline, usual) / o.baseline
                for o in question.options
                if o.id in listed and o.baseline
            }
            if question.kind == "many":
                given[question_id] = Answer(tuple(o.id for o in question.options if ratio.get(o.id, 0) > 1))
            elif ratio and max(ratio.values()) > 1:
                given[question_id] = Answer((max(ratio, key=lambda name: ratio[name]),))
        # What tells it from a danger was asked, and is not so.
        given = {name: Answer() for name in cause.shown_if_asked} | given
        found = assess(knowledge, Answers(given))
        if not found.causes:
            continue
        same_kind = [entry for entry in found.causes if entry.kind == cause.kind]
        assert cause.id in [entry.id for entry in same_kind[:2]], (cause.id, same_kind[0].id)


def ways(when: When) -> Iterator[frozenset[str]]:
    """Every smallest set of answers that holds a condition, whatever its gates."""
    for case in alternatives(when):
        some = combinations(case.any, case.at_least if case.any else 0)
        for every, chosen in product(product(*case.groups), some):
            yield frozenset({*every, *chosen})


def asked_for(knowledge: Knowledge, said: frozenset[str]) -> Iterator[frozenset[str]]:
    """Add the answers that open the questions of these: every way in which no question has two answers that cannot be."""
    given = [name.partition(".")[0] for name in said]
    if any(given.count(name) > 1 and knowledge.question[name].kind == "one" for name in given):
        return
    shut = next((q for q in knowledge.questions if q.id in given and not holds(q.when, said)), None)
    if shut is None:
        yield said
        return
    for more in ways(shut.when):
        if not more <= said:
            yield from asked_for(knowledge, said | more)


def test_every_alternative_of_a_flag_can_be_said(knowledge: Knowledge) -> None:
    """Some person who is asked no question but those whose gates are open gives the answers, and the flag fires."""
    for flag in knowledge.flags:
        for case in alternatives(flag.when):
            said = next((full for way in ways(case) for full in asked_for(knowledge, way)), None)
            assert said is not None, (flag.id, case)
            raw: dict[str, Any] = {}
            for question, _, option in (name.partition(".") for name in said):
                raw.setdefault(question, []).append(option)
            sheet = parse_answers(
                knowledge,
                {
                    name: given if knowledge.question[name].kind == "many" else given[0]
                    for name, given in raw.items()
                },
                source="test",
            )
            assert flag.id in [reason.id for reason in triage(knowledge, sheet).reasons], (flag.id, case)
