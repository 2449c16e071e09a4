"""Answers files and --set: what is accepted, and what is said about the rest."""

import io
import json
from pathlib import Path

import pytest

from spasm_cli.core.answers import Answer, plain_answer
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import AnswersError, SpasmError
from spasm_cli.files.answers_file import parse_answers, read_given

GOOD = """
region = "calf"
safety_now = []
safety_leg = ["stays?", "swollen"]
relief = "not_sure"
medicines = ["statin", "not_sure"]
"""


def test_a_sheet_is_read_in_toml_and_json_and_through_set(knowledge: Knowledge, tmp_path: Path) -> None:
    toml = tmp_path / "a.toml"
    toml.write_text(GOOD)
    answers = read_given(knowledge, str(toml), [])
    assert answers["region"] == Answer(("calf",))
    assert answers["safety_now"] == Answer()
    assert answers["safety_leg"] == Answer(("swollen",), ("stays",))
    assert answers["relief"] == Answer(not_sure=True)
    assert answers["medicines"] == Answer(("statin",), (), not_sure=True)
    as_json = tmp_path / "a.json"
    plain = {name: plain_answer(knowledge.question[name], answer) for name, answer in answers.items()}
    as_json.write_text(json.dumps(plain))
    assert dict(read_given(knowledge, str(as_json), [])) == dict(answers)
    settings = [
        "region=calf",
        "safety_now=none",
        "safety_leg=swollen,stays?",
        "relief=not_sure",
        "medicines=statin,not_sure",
    ]
    assert dict(read_given(knowledge, None, settings)) == dict(answers)


def test_a_sheet_is_read_from_a_pipe(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'region = "calf"')))
    assert dict(read_given(knowledge, "-", [])) == {"region": Answer(("calf",))}


def test_a_question_set_twice_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(AnswersError) as caught:
        read_given(knowledge, None, ["region=calf", "region=foot"])
    assert caught.value.problems == ("region: set twice; keep one",)


def test_set_wins_over_the_file(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(GOOD)
    assert read_given(knowledge, str(path), ["region=foot"])["region"] == Answer(("foot",))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"regoin": "calf"}, 'no question has this id (did you mean "region"?)'),
        ({"region": "claf"}, 'no option "claf" (did you mean "calf"?)'),
        ({"region": ["calf"]}, 'region: takes one answer: write "calf", without brackets'),
        ({"region": ["calf", "foot"]}, "region: takes one answer: keep calf or foot"),
        ({"region": []}, 'expected one option in quotes, such as "calf", got a list'),
        ({"region": "none"}, 'region: no option "none"; options: calf, '),
        ({"region": 3}, "got a number"),
        ({"region": True}, "got true/false"),
        ({"safety_now": "chest"}, 'expected a list such as ["chest"]'),
        ({"safety_now": [1]}, "got a list"),
        ({"safety_now": ["none", "chest"]}, '"none" cannot stand beside'),
        ({"safety_now": ["chest", "chest?"]}, "ticked and unsure at once"),
        ({"safety_now": {"chest": True}}, "got a table"),
        ({"region": "calf?"}, "no option"),
        ({"region": "ca\x1b[2Jlf"}, "no option"),
    ],
)
def test_what_is_wrong_is_said(knowledge: Knowledge, raw: dict[str, object], message: str) -> None:
    with pytest.raises(AnswersError) as caught:
        parse_answers(knowledge, raw, source="sheet")
    assert message in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_every_problem_comes_at_once(knowledge: Knowledge) -> None:
    with pytest.raises(AnswersError) as caught:
        parse_answers(knowledge, {"regoin": "calf", "region": "x", "safety_now": ["y", "z"]}, source="sheet")
    assert len(caught.value.problems) == 4


def test_after_a_hundred_problems_the_rest_waits(knowledge: Knowledge) -> None:
    with pytest.raises(AnswersError) as caught:
        parse_answers(knowledge, {f"x{number}": "y" for number in range(150)}, source="sheet")
    assert len(caught.value.problems) == 101
    assert caught.value.problems[-1] == "and more"


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("region", '"region": write QUESTION=OPTION'),
        ("=calf", '"=calf": write QUESTION=OPTION'),
        ("region=", "region: name an option: calf, "),
        ("safety_now=,", "safety_now: name an option: chest, "),
        ("nothing=", '"nothing": no question has this id'),
        ("nothing=x", '"nothing": no question has this id'),
        ("region=calf,foot", "region: takes one answer: keep calf or foot"),
        ("region=calf=foot", 'region: no option "calf=foot"'),
        ("region=none", 'region: no option "none"; options: calf, '),
    ],
)
def test_bad_settings(knowledge: Knowledge, setting: str, message: str) -> None:
    with pytest.raises(AnswersError) as caught:
        read_given(knowledge, None, [setting])
    (problem,) = caught.value.problems
    assert problem.startswith(message)


def test_an_empty_setting_lists_all_that_can_be_said(knowledge: Knowledge) -> None:
    for setting, rest in (("region=", ", not_sure"), ("safety_now=", ", none, not_sure")):
        with pytest.raises(AnswersError) as caught:
            read_given(knowledge, None, [setting])
        assert str(caught.value).endswith(rest)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("{", "not valid JSON"),
        ("[1]", 'expected an object of answers, such as {"question": "option"}.'),
        ('[{"region": "calf"}]', "expected an object of answers"),
        ("[]", "expected an object of answers"),
        ("[answers]", "no question has this id"),
        ('{"region": "calf", "region": "foot"}', "twice"),
        ('region = "calf"\nregion = "foot"', "not valid TOML"),
        ("{" * 200_000, "not valid JSON|nested too deeply"),
        ('{"a":' * 200_000, "nested too deeply"),
    ],
)
def test_unusable_sheets(knowledge: Knowledge, tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "sheet"
    path.write_text(text)
    with pytest.raises(SpasmError) as caught:
        read_given(knowledge, str(path), [])
    assert any(part in str(caught.value) for part in message.split("|")), str(caught.value)


def test_answers_do_not_show_in_a_repr(knowledge: Knowledge) -> None:
    answers = parse_answers(knowledge, {"region": "calf"}, source="x")
    assert "calf" not in repr(answers)
    assert "calf" not in repr(answers["region"])
