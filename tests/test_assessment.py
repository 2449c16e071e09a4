"""Properties of the whole core, over random people and the shipped knowledge file."""

import random
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import all_boxes, blank_unsure_ticked_in_order, grown_sheets, sheets

from spasm_cli.core.answers import Answer, Answers, to_plain
from spasm_cli.core.assessment import assess, to_json, where_to_go
from spasm_cli.core.conditions import change_answer
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.triage import Reason
from spasm_cli.core.vocabulary import Level, LevelText, alternatives
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.knowledge_file import inspect, load_knowledge
from spasm_cli.files.shipped import data_file

KNOWLEDGE = load_knowledge(str(data_file("causes.toml"))).at("gb")
EMERGENCIES = [flag for flag in KNOWLEDGE.flags if flag.urgency is Level.EMERGENCY]


def meet(answers: Answers, references: list[str]) -> Answers:
    """Answer so that every reference is said, keeping other ticks."""
    for reference in references:
        question_id, _, option_id = reference.partition(".")
        old = answers.get(question_id, Answer())
        if option_id == "not_sure":
            new = Answer(
                () if KNOWLEDGE.question[question_id].kind == "one" else old.ticked, (), not_sure=True
            )
        elif KNOWLEDGE.question[question_id].kind == "one":
            new = Answer((option_id,))
        else:
            unsure = tuple(name for name in old.unsure if name != option_id)
            new = Answer(tuple({*old.ticked, option_id}), unsure, not_sure=old.not_sure)
        answers = answers.with_answer(question_id, new)
    return answers


@given(sheets(KNOWLEDGE), st.data())
@settings(max_examples=300, deadline=None)
def test_every_emergency_flag_gives_an_emergency_whatever_else_is_said(
    answers: Answers, data: st.DataObject
) -> None:
    flag = data.draw(st.sampled_from(EMERGENCIES))
    case = data.draw(st.sampled_from(alternatives(flag.when)))
    chosen = data.draw(st.permutations(case.any)) if case.any else []
    found = assess(KNOWLEDGE, meet(answers, [*(group[0] for group in case.groups), *chosen[: case.at_least]]))
    assert found.urgency.level is Level.EMERGENCY
    assert flag.id in {reason.id for reason in found.urgency.reasons}
    assert found.causes == ()
    assert found.steps == ()


@given(grown_sheets(KNOWLEDGE))
@settings(max_examples=500, deadline=None)
def test_adding_answers_or_ticks_never_lowers_the_level(pair: tuple[Answers, Answers]) -> None:
    small, large = pair
    assert assess(KNOWLEDGE, large).urgency.level.rank >= assess(KNOWLEDGE, small).urgency.level.rank


@given(sheets(KNOWLEDGE), st.sampled_from(all_boxes(KNOWLEDGE)))
@settings(max_examples=500, deadline=None)
def test_being_unsure_lies_between_blank_and_ticked(answers: Answers, box: tuple[str, str]) -> None:
    blank_unsure_ticked_in_order(KNOWLEDGE, answers, box)


@given(sheets(KNOWLEDGE), st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_of_answers_changes_nothing(answers: Answers, shuffler: random.Random) -> None:
    names = list(answers)
    shuffler.shuffle(names)
    again = Answers({name: answers[name] for name in names})
    assert to_json(assess(KNOWLEDGE, answers)) == to_json(assess(KNOWLEDGE, again))


@given(sheets(KNOWLEDGE))
@settings(max_examples=200, deadline=None)
def test_ledgers_add_up_and_causes_are_sorted(answers: Answers) -> None:
    found = msgspec.json.decode(to_json(assess(KNOWLEDGE, answers)))
    for cause in found["causes"]:
        assert cause["prior"] + sum(row["weight"] for row in cause["evidence"]) == cause["score"]
        assert all(abs(row["weight"]) <= KNOWLEDGE.scoring.cap for row in cause["evidence"])
        questions = [row["question"] for row in cause["evidence"]]
        assert len(questions) == len(set(questions))
    # What is held back stands behind those that are not.
    scores = [cause["score"] for cause in found["causes"] if not cause["unchecked"]]
    assert scores == sorted(scores, reverse=True)


@given(sheets(KNOWLEDGE))
@settings(max_examples=200, deadline=None)
def test_a_step_left_out_is_never_planned_and_every_id_exists(answers: Answers) -> None:
    found = assess(KNOWLEDGE, answers, explore=False)
    planned = {step.id for step in found.steps}
    left_out = {step.id for step in found.left_out}
    assert not planned & left_out
    assert planned | left_out <= {step.id for step in KNOWLEDGE.steps}
    assert all(step.causes or step.id in _general() for step in found.steps)


def _general() -> set[str]:
    return {step.id for step in KNOWLEDGE.steps if step.if_no_pattern}


@given(sheets(KNOWLEDGE))
@settings(max_examples=200, deadline=None)
def test_answers_survive_their_plain_form(answers: Answers) -> None:
    plain = to_plain(KNOWLEDGE, answers)
    again = parse_answers(KNOWLEDGE, plain, source="test")
    assert to_json(assess(KNOWLEDGE, again)) == to_json(assess(KNOWLEDGE, answers))


@given(sheets(KNOWLEDGE))
@settings(max_examples=40, deadline=None)
def test_a_what_if_is_true(answers: Answers) -> None:
    """Changing that one answer, as a consult would, does what was said; at most two are reported."""
    found = assess(KNOWLEDGE, answers, explore=True)
    assert len(found.what_if) <= 2
    for change in found.what_if:
        question = KNOWLEDGE.question[change.question]
        old = answers[change.question]
        if question.kind == "one":
            new = Answer((change.answer,))
        else:
            order = [option.id for option in question.options]
            ticked = tuple(name for name in order if name in {*old.ticked, change.answer})
            new = Answer(
                ticked, tuple(name for name in old.unsure if name != change.answer), not_sure=old.not_sure
            )
        then = assess(KNOWLEDGE, change_answer(KNOWLEDGE, answers, change.question, new))
        assert then.urgency.level is change.level
        moved = change.level.rank > found.urgency.level.rank
        if not moved:
            first, before = (
                next((c.id for c in a.shown if c.kind == "pattern"), None) for a in (then, found)
            )
            assert first == change.first_cause != before


def test_an_empty_sheet_is_self_care_but_unchecked(knowledge: Knowledge) -> None:
    found = assess(knowledge, Answers({}))
    assert found.urgency.level is Level.SELF_CARE
    assert not found.urgency.complete
    assert found.urgency.title == knowledge.meta.unchecked_title
    assert found.unanswered_safety[0] == knowledge.questions[0].id


def routed(*routes: str) -> str:
    """Say where people are sent whose reasons name these routes."""
    text = LevelText(
        title="T",
        act="act",
        elsewhere="E",
        meanwhile="M",
        unsure="U",
        routes={"first": "first", "second": "second", "narrow": "narrow"},
        prefer_route=True,
        only_alone=("narrow",),
    )
    reasons = [Reason(f"r{place}", Level.SAME_DAY, "S", "", (), route) for place, route in enumerate(routes)]
    return where_to_go(text, (*reasons, Reason("low", Level.ROUTINE, "S", "", (), "first")), Level.SAME_DAY)


@pytest.mark.parametrize(
    ("routes", "act"),
    [
        (("second", "first"), "first"),
        (("", "second"), "second"),
        (("narrow", "narrow"), "narrow"),
        (("narrow", ""), "act"),
        (("narrow", "second"), "second"),
        (("",), "act"),
        (("unknown",), "act"),
    ],
)
def test_the_first_route_named_wins_and_a_narrow_one_only_alone(routes: tuple[str, ...], act: str) -> None:
    assert routed(*routes) == act


def test_an_unsure_danger_is_read_to_the_helpline_unless_the_maternity_unit_knows_better(
    knowledge: Knowledge,
) -> None:
    routes = knowledge.levels[Level.SAME_DAY].routes
    unsure = Answers({"look": Answer((), ("cold",))})
    assert assess(knowledge, unsure).urgency.act == routes["line"]
    both = unsure.with_answer("preg", Answer((), ("tummy",)))
    assert assess(knowledge, both).urgency.act == routes["maternity"]


def test_a_child_reads_whom_to_call_and_the_headline_that_stops(knowledge: Knowledge) -> None:
    child = Answers({"age": Answer(("under_16",)), "medicines": Answer(("started_raised",))})
    urgency = assess(knowledge, child).urgency
    assert urgency.title == knowledge.meta.stopped_title
    assert urgency.act == knowledge.levels[Level.ROUTINE].routes["child"]
    swollen = assess(knowledge, child.with_answer("look", Answer(("swollen",)))).urgency
    assert swollen.title == knowledge.levels[Level.SAME_DAY].title


def test_a_sign_whose_own_question_was_never_asked_is_no_checked_routine(knowledge: Knowledge) -> None:
    asked = {"region": "calf", "age": "40_to_59", "now": ["chest"], "feeling": []}
    half = assess(knowledge, parse_answers(knowledge, asked, source="test")).urgency
    assert (half.level, half.title) == (Level.ROUTINE, "Danger signs not checked")
    assert half.act == knowledge.meta.unchecked
    # It was asked, and nothing of it is so: what is still missing belongs to no tick.
    whole = assess(knowledge, parse_answers(knowledge, {**asked, "chest_which": []}, source="test")).urgency
    assert (whole.level, whole.title) == (Level.ROUTINE, "Book an appointment")
    assert whole.note == knowledge.meta.unchecked


@pytest.mark.parametrize(
    ("key", "most"), [("cap", 100), ("fits_well", 100), ("fits_partly", 100), ("steps_per_phase", 100)]
)
def test_a_threshold_that_nothing_could_reach_is_refused(
    key: str, most: int, shipped_text: str, tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    line = re.compile(rf"^{key} = .*$", re.MULTILINE)
    path.write_text(line.sub(f"{key} = {most + 1}", shipped_text, count=1), encoding="utf-8")
    (problem,) = inspect(str(path)).errors
    assert f"scoring: {key}: must be a whole number of at most {most}" in problem
