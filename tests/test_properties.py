"""What must hold for any people and any knowledge file, not only for the shipped one: files are made at random, with gates and cautions."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from forms import drawn, every_form
from strategies import all_boxes, blank_unsure_ticked_in_order
from test_oracle import any_condition, any_file, any_sheet
from test_shipped_knowledge import to_toml

from spasm_cli.core.answers import Answers
from spasm_cli.core.assessment import Assessment, assess, to_json
from spasm_cli.core.conditions import still_said
from spasm_cli.core.confirming import Reply
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.triage import triage
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.knowledge_file import load_knowledge

SHEETS = 12
REPLIES: tuple[Reply, ...] = ("yes", "no", "not_sure")

World = tuple[dict[str, Any], Knowledge, random.Random]


@pytest.fixture(params=range(25), ids="file {}".format)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    chance = random.Random(request.param)
    raw = with_gates_and_cautions(any_file(chance), chance)
    path = tmp_path / "generated.toml"
    path.write_text(to_toml(raw), encoding="utf-8")
    return raw, load_knowledge(str(path)), chance


def with_gates_and_cautions(raw: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Let later questions wait for earlier ones, and give each step a text of its own and something that drops it."""
    questions = raw["questions"]
    references = [
        f"{question['id']}.{option['id']}" for question in questions for option in question["options"]
    ]
    for place, question in enumerate(questions[1:], 1):
        if chance.random() < 0.5:
            before = {each["id"] for each in questions[:place]}
            earlier = [name for name in references if name.partition(".")[0] in before]
            kind = chance.choice(["any", "all", *(["none"] if question["section"] != "safety" else [])])
            question["when"] = {kind: chance.sample(earlier, 1)}
    steps = []
    for place in range(chance.randint(1, 9)):
        cautions = [
            {
                "when": any_condition(chance, references, raw["sets"]),
                "who": f"you are {place}",
                "say": "",
                "drop": chance.random() < 0.7,
            }
            for _ in range(chance.randint(0, 2))
        ]
        for caution in cautions:
            caution["say"] = "" if caution["drop"] else f"Mind {place}."
            if caution["drop"] and chance.random() < 0.3:
                caution["unless_sure"] = True
        steps.append({
            "id": f"step{place}", "title": f"Title{place}x", "how": f"Do{place}x.", "grade": "limited",
            "phase": chance.choice(["now", "next_days", "prevent"]), "sources": ["judgement"],
            "up_to": chance.choice(["self_care", "routine", "same_day"]), "cautions": cautions,
        })  # fmt: skip
    for cause in raw["causes"]:
        cause["steps"] = [step["id"] for step in chance.sample(steps, chance.randint(1, len(steps)))]
    raw["causes"][0]["steps"] = [step["id"] for step in steps]
    return raw | {"steps": steps}


def sheets(world: World) -> list[Answers]:
    raw, knowledge, chance = world
    return [parse_answers(knowledge, any_sheet(raw, chance), source="random") for _ in range(SHEETS)]


def forms(knowledge: Knowledge, assessment: Assessment) -> dict[str, str]:
    planned = json.loads(to_json(assessment))["steps"]
    beside = {"wide": drawn(knowledge, assessment, 100, why=True), "json": json.dumps(planned)}
    return every_form(knowledge, assessment, why=True) | beside


def test_the_order_of_answers_changes_nothing(world: World) -> None:
    _, knowledge, chance = world
    for answers in sheets(world):
        names = list(answers)
        chance.shuffle(names)
        other = Answers({name: answers[name] for name in names})
        assert to_json(assess(knowledge, answers, explore=True)) == to_json(
            assess(knowledge, other, explore=True)
        )


def test_one_more_answer_moves_each_score_by_its_own_row_and_no_urgency_down(world: World) -> None:
    """So evidence for a cause never lowers it, whatever else was said, and nothing that is said calms a danger sign."""
    _, knowledge, _ = world
    for answers in sheets(world):
        given = dict(answers)
        before = Answers({})
        for name, answer in given.items():
            after = before.with_answer(name, answer)
            assert triage(knowledge, after).level.rank >= triage(knowledge, before).level.rank
            then, now = assess(knowledge, after), assess(knowledge, before)
            if then.causes and now.causes:
                scores = {cause.id: cause.score for cause in now.causes}
                for cause in then.causes:
                    added = sum(row.weight for row in cause.evidence if row.question == name)
                    # An answer can open a question, and with it a cause that was ruled out.
                    assert cause.score == scores.get(cause.id, cause.score - added) + added
                    assert cause.score == cause.prior + sum(row.weight for row in cause.evidence)
            before = after


def test_being_unsure_of_a_box_raises_no_less_than_leaving_it_blank_and_no_more_than_ticking_it(
    world: World,
) -> None:
    _, knowledge, _ = world
    for answers in sheets(world):
        for box in all_boxes(knowledge):
            blank_unsure_ticked_in_order(knowledge, answers, box)


def test_a_step_left_out_stands_in_no_form_and_every_id_is_in_the_file(world: World) -> None:
    _, knowledge, _ = world
    for answers in sheets(world):
        found = assess(knowledge, answers, explore=True)
        hows = {step.id: step.how for step in knowledge.steps}
        planned = {step.id for step in found.steps}
        assert not planned & {step.id for step in found.left_out}
        assert planned <= hows.keys()
        assert {cause.id for cause in found.causes} <= knowledge.cause.keys()
        assert {change.question for change in found.what_if} <= knowledge.question.keys()
        for form in forms(knowledge, found).values():
            assert [step.id for step in found.left_out if hows[step.id] in form] == []


@pytest.mark.parametrize("ask_all", [False, True])
def test_an_interview_ends_and_asks_nothing_twice(world: World, ask_all: bool) -> None:
    _, knowledge, chance = world
    for answers in sheets(world):
        interview = Interview(knowledge=knowledge, ask_all=ask_all)
        asked: list[str] = []
        while interview.end is None:
            if interview.confirming:
                interview = interview.confirm(chance.choice(REPLIES))
                continue
            question = interview.question
            assert question is not None
            asked.append(question.id)
            assert interview.about >= len(interview.asked)
            said = answers.get(question.id)
            reply = still_said(question, said) if said else None
            if reply is None:
                reply = parse_answers(knowledge, {question.id: "not_sure"}, source="x")[question.id]
            interview = interview.answer(reply)
        assert len(asked) == len(set(asked)) <= len(knowledge.questions)
        assert interview.end in {"emergency", "stopped", "complete"}
