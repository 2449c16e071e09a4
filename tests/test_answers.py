"""Answers files and --set: what is accepted, and what is said about the rest."""

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from test_loading import SMALL, write

from spasm_cli.core.answers import Answer, plain_answer
from spasm_cli.core.assessment import assess, to_json
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import AnswersError, SpasmError
from spasm_cli.files.answers_file import answers_toml, parse_answers, read_given
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.readable import readable_answers
from spasm_cli.files.shipped import data_file
from spasm_cli.words import option_words

NONE_WORDS, NOT_SURE_WORDS = "None of these", "Not sure"

GOOD = """
region = "calf"
now = []
look = ["stays?", "swollen"]
relief = "not_sure"
medicines = ["statin", "not_sure"]
"""


def test_a_sheet_is_read_in_toml_and_json_and_through_set(knowledge: Knowledge, tmp_path: Path) -> None:
    toml = tmp_path / "a.toml"
    toml.write_text(GOOD)
    answers = read_given(knowledge, str(toml), [])
    assert answers["region"] == Answer(("calf",))
    assert answers["now"] == Answer()
    assert answers["look"] == Answer(("swollen",), ("stays",))
    assert answers["relief"] == Answer(not_sure=True)
    assert answers["medicines"] == Answer(("statin",), (), not_sure=True)
    as_json = tmp_path / "a.json"
    plain = {name: plain_answer(knowledge.question[name], answer) for name, answer in answers.items()}
    as_json.write_text(json.dumps(plain))
    assert dict(read_given(knowledge, str(as_json), [])) == dict(answers)
    settings = [
        "region=calf",
        "now=none",
        "look=swollen,stays?",
        "relief=not_sure",
        "medicines=statin,not_sure",
    ]
    assert dict(read_given(knowledge, None, settings)) == dict(answers)


def test_a_sheet_is_read_from_a_pipe(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'region = "calf"')))
    assert dict(read_given(knowledge, "-", [])) == {"region": Answer(("calf",))}


class Typed(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_somebody_who_is_to_type_a_file_is_told_so(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Typed(io.BytesIO(b'region = "calf"')))
    assert dict(read_given(knowledge, "-", [])) == {"region": Answer(("calf",))}
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "Waiting for what you type; Ctrl-D on a line of its own ends it.\n")


def test_answers_are_taken_from_a_saved_result_and_from_a_table_of_them(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    (tmp_path / "good.toml").write_text(GOOD)
    answers = read_given(knowledge, str(tmp_path / "good.toml"), [])
    result = assess(knowledge, answers)
    plain = {name: plain_answer(knowledge.question[name], answer) for name, answer in answers.items()}
    for text in (
        to_json(result).decode(),
        json.dumps({"answers": plain}),
        json.dumps({"id": "mine", "answers": plain, "cause": "x"}),
        f"[answers]\n{GOOD}",
        f'id = "mine"\n[answers]\n{GOOD}',
        f"{answers_toml(knowledge, result)}\n",
    ):
        path = tmp_path / "other"
        path.write_text(text)
        assert dict(read_given(knowledge, str(path), [])) == dict(answers)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (data_file("causes.toml").read_text("utf-8"), "this is a knowledge file; give it with --knowledge."),
        ("[meta]\n", "this is a knowledge file; give it with --knowledge."),
        ("[[questions]]\n", "this is a knowledge file; give it with --knowledge."),
        ("[[causes]]\n", "this is a knowledge file; give it with --knowledge."),
        (data_file("demo.toml").read_text("utf-8"), "these are worked cases, for `spasm knowledge test`."),
        ("<!doctype html>\n<html>", "answers come back from one saved as .toml or .json."),
        ("Urgency: Look after it at home\n", "answers come back from one saved as .toml or .json."),
    ],
)
def test_another_file_given_as_answers_is_told_as_what_it_is(
    knowledge: Knowledge, tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "a"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpasmError) as caught:
        read_given(knowledge, str(path), [])
    assert str(caught.value).startswith(f"{path}: ")
    assert str(caught.value).endswith(message)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("spelt", [str, str.upper, "  {}\n".format])
def test_in_a_file_words_stand_where_an_id_does(
    knowledge: Knowledge, tmp_path: Path, spelt: Callable[[str], str]
) -> None:
    for question in knowledge.questions:
        names = [option.id for option in question.options] + ["not_sure"]
        names += [f"{option.id}?" for option in question.options] if question.kind == "many" else []
        for name in names:
            by_id, in_words = (
                {question.id: [said] if question.kind == "many" else said}
                for said in (name, spelt(option_words(knowledge, question, name)))
            )
            path = tmp_path / "a.json"
            path.write_text(json.dumps(in_words))
            expected = parse_answers(knowledge, by_id, source="x")
            assert dict(read_given(knowledge, str(path), [])) == dict(expected)
    path = tmp_path / "a.toml"
    path.write_text(f'now = "{NONE_WORDS}"\nlook = ["{NONE_WORDS.lower()}"]\nregion = "{NOT_SURE_WORDS}"')
    answers = read_given(knowledge, str(path), [])
    assert dict(answers) == {"now": Answer(), "look": Answer(), "region": Answer(not_sure=True)}


def test_words_that_two_options_share_stand_for_neither(tmp_path: Path) -> None:
    text = SMALL.replace('label = "Arm"', 'label = "LEG"')
    small = load_knowledge(write(tmp_path, text))
    path = tmp_path / "a.json"
    path.write_text('{"place": "Leg"}')
    with pytest.raises(AnswersError, match='no option "Leg"'):
        read_given(small, str(path), [])


def test_an_id_means_itself_though_another_option_is_called_so(tmp_path: Path) -> None:
    small = load_knowledge(write(tmp_path, SMALL.replace('label = "Arm"', 'label = "leg"')))
    path = tmp_path / "a.json"
    path.write_text('{"place": "leg"}')
    assert read_given(small, str(path), [])["place"] == Answer(("leg",))


@pytest.mark.parametrize("question", ["region", "now", "look"])
def test_set_takes_ids_alone_and_names_the_id_of_words(knowledge: Knowledge, question: str) -> None:
    options = {option.label: option.id for option in knowledge.question[question].options}
    options |= {NOT_SURE_WORDS: "not_sure"}
    options |= {NONE_WORDS: "none"} if question != "region" else {}
    for words, name in options.items():
        for said in (words, words.lower(), f" {words}"):
            with pytest.raises(AnswersError) as caught:
                read_given(knowledge, None, [f"{question}={said}"])
            (problem,) = caught.value.problems
            assert f'(did you mean "{name}"?)' in problem
    with pytest.raises(AnswersError, match='did you mean "stays\\?"'):
        read_given(
            knowledge,
            None,
            [f"look={option_words(knowledge, knowledge.question['look'], 'stays?')}"],
        )


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
        ({"region": date(2026, 1, 1)}, "got a date"),
        ({"region": datetime(2026, 1, 1, tzinfo=UTC)}, "got a date"),
        ({"now": time(1, 2)}, "got a time"),
        ({"region": None}, "got nothing"),
        ({"now": "chest"}, 'expected a list such as ["chest"]'),
        ({"now": [1]}, "got a list"),
        ({"now": ["none", "chest"]}, '"none" cannot stand beside'),
        ({"now": ["chest", "chest?"]}, "ticked and unsure at once"),
        ({"now": {"chest": True}}, "got a table"),
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
        parse_answers(knowledge, {"regoin": "calf", "region": "x", "now": ["y", "z"]}, source="sheet")
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
        ("now=,", "now: name an option: chest, "),
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
    for setting, rest in (("region=", ", not_sure"), ("now=", ", none, not_sure")):
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
        ("[answer]", "no question has this id"),
        ('region = "calf"\n[answers]\nage = "16_to_39"', '"answers": no question has this id'),
        ('{"answers": ["calf"]}', '"answers": no question has this id'),
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


@pytest.mark.parametrize(
    ("setting", "lost"),
    [
        ("look=none", ("swollen", "stays?")),
        ("look=stays", ("swollen",)),
        ("look=swollen", ("stays?",)),
        ("look=swollen,stays", ()),
        ("region=foot", ()),
        ("medicines=none", ()),
    ],
)
def test_danger_signs_that_set_overrules_are_named(
    knowledge: Knowledge, tmp_path: Path, setting: str, lost: tuple[str, ...]
) -> None:
    path, notes = tmp_path / "a.toml", list[str]()
    path.write_text(GOOD)
    read_given(knowledge, str(path), [setting], note=notes.append)
    words = "; ".join(option_words(knowledge, knowledge.question["look"], name) for name in lost)
    told = f"--set look overrules what the file says of danger signs: {words}"
    assert notes == ([told] if lost else [])


def test_not_sure_about_one_of_these_is_taken_as_the_screen_says_it(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    path = tmp_path / "a.toml"
    path.write_text('now = "Not sure of one"\nmedicines = ["not sure of  one"]')
    answers = read_given(knowledge, str(path), [])
    assert answers["now"] == answers["medicines"] == Answer(not_sure=True)
    path.write_text('timing = "Not sure of one"')
    with pytest.raises(AnswersError):
        read_given(knowledge, str(path), [])


def test_what_can_be_read_counts_whatever_stands_beside_it(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('region = "calf"\nregoin = 3\nlook = ["swolen", "stays?", "not_sure"]\nage = ["x"]')
    settings = ["=", "look=swollen,nonsense", "look=stays?", "region=foot", "timing="]
    found = dict(readable_answers(knowledge, str(path), settings))
    assert found == {
        "region": Answer(("foot",)),
        "look": Answer(("swollen",), ("stays",), not_sure=True),
    }
    assert dict(readable_answers(knowledge, str(tmp_path / "none.toml"), ["region=calf"])) == {
        "region": Answer(("calf",))
    }
