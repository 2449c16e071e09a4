"""Named sets of answers, and lists inside `all`: what stands for them, and what is wrong with one."""

import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import oracle
import pytest
from small import built, sheet
from test_loading import SMALL, line_of, write
from test_scoring import QUESTIONS, cause

from spasm_cli.core.conditions import holds, possible, state
from spasm_cli.core.vocabulary import Condition
from spasm_cli.errors import KnowledgeError
from spasm_cli.files.knowledge_file import inspect, load_knowledge
from spasm_cli.files.sets import MOST_PUT_IN

FLAG = 'when = { any = ["danger.cold"] }\nurgency'
SETS = '[sets]\nlimbs = ["place.leg", "place.arm"]\nalone = ["danger.cold"]\n'


def with_flag(condition: str, sets: str = SETS) -> str:
    """The small file with another condition of its flag; a second one reads the box of the first."""
    assert FLAG in SMALL
    flag = SMALL[SMALL.index("[[flags]]") : SMALL.index("[[causes]]")]
    second = flag.replace('id = "cold"', 'id = "second"')
    return SMALL.replace(FLAG, f"when = {condition}\nurgency") + second + sets


def flag_of(folder: Path, condition: str, sets: str = SETS) -> Any:
    return load_knowledge(write(folder, with_flag(condition, sets))).flags[0].when


LIMBS = ("place.leg", "place.arm")


@pytest.mark.parametrize(
    ("condition", "put_in"),
    [
        ('{ any = ["@limbs"] }', Condition(any=LIMBS)),
        ('{ any = ["danger.cold", "@limbs"] }', Condition(any=("danger.cold", *LIMBS))),
        ('{ all = ["@limbs"] }', Condition(all=(LIMBS,))),
        ('{ all = ["danger.cold", "@limbs"] }', Condition(all=("danger.cold", LIMBS))),
        ('{ all = [["@limbs", "danger.cold"]] }', Condition(all=((*LIMBS, "danger.cold"),))),
        ('{ all = ["@alone"] }', Condition(all=(("danger.cold",),))),
        ('[{ any = ["@alone"] }, { all = ["@limbs"] }]', (Condition(any=("danger.cold",)), Condition(all=(LIMBS,)))),
    ],
    ids=str,
)  # fmt: skip
def test_a_set_stands_for_its_members_each_in_any_and_one_of_them_in_all(
    tmp_path: Path, condition: str, put_in: Any
) -> None:
    assert flag_of(tmp_path, condition) == put_in


def test_in_none_no_member_may_have_been_said(tmp_path: Path) -> None:
    text = SMALL.replace('phase = "now"\n', 'phase = "now"\nwhen = { none = ["@limbs"] }\n') + SETS
    assert load_knowledge(write(tmp_path, text)).steps[0].when == Condition(none=LIMBS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('label = "Cold"', 'label = "Cold", when = { any = ["@limbs"] }'),
        ('section = "safety"\n', 'section = "safety"\nwhen = { any = ["@limbs"] }\n'),
        ('kind = "pattern"', 'kind = "pattern"\nonly = { any = ["@limbs"] }'),
        ('kind = "pattern"', 'kind = "contributor"\nshown_when = { any = ["@limbs"] }'),
        ('{ when = { any = ["danger.cold"] }', '{ when = { all = ["@alone", "@limbs"] }'),
    ],
    ids=["option", "question", "only", "shown_when", "caution"],
)
def test_a_set_may_stand_in_every_condition(tmp_path: Path, old: str, new: str) -> None:
    assert old in SMALL
    loaded = inspect(write(tmp_path, SMALL.replace(old, new, 1) + SETS))
    assert loaded.errors == ()
    assert "@" not in str(
        [loaded.knowledge and getattr(loaded.knowledge, name) for name in ("questions", "causes", "steps")]
    )


def test_a_file_with_sets_says_what_it_says_without_them(tmp_path: Path) -> None:
    """The engine meets none; the naive scorer opens them by itself."""
    text = with_flag('{ all = ["@limbs"], any = ["@alone", "place.leg"], at_least = 2 }')
    raw, knowledge = tomllib.loads(text), load_knowledge(write(tmp_path, text))
    for place, danger in product(["leg", "arm", "not_sure"], [[], ["cold"], ["cold?"], ["not_sure"]]):
        answers = sheet(knowledge, place=place, danger=danger)
        expected = oracle.holds(raw, raw["flags"][0]["when"], oracle.said({"place": place, "danger": danger}))
        assert holds(knowledge.flags[0].when, answers.said) is expected
        assert expected is (place == "leg" and danger == ["cold"])


def test_the_number_of_a_set_is_that_of_its_members(tmp_path: Path) -> None:
    """One place is answered at a time, so of `limbs` one can be true."""
    flag_of(tmp_path, '{ any = ["@limbs", "@alone"], at_least = 2 }')
    with pytest.raises(KnowledgeError) as caught:
        flag_of(tmp_path, '{ any = ["@limbs", "@alone"], at_least = 3 }')
    assert "at_least = 3, but at most 2 of any can be true together" in caught.value.problems[0]


@pytest.mark.parametrize(
    ("sets", "needle", "message"),
    [
        ('[sets]\nlimbs = "place.leg"\n', "[sets]", 'write a set as name = ["question.option", "question.option"]'),
        ("[sets]\nlimbs = []\n", "[sets]", 'write a set as name = ["question.option", "question.option"]'),
        ("[sets]\nlimbs = [1]\n", "[sets]", 'write a set as name = ["question.option", "question.option"]'),
        ("[[sets]]\nlimbs = []\n", "[[sets]]", 'write a set as name = ["question.option", "question.option"]'),
        ('[sets]\nlimbs = ["place.leg"]\nall = ["@limbs"]\n', "all =", 'all: "@limbs" is a set; name answers'),
    ],
)  # fmt: skip
def test_what_is_no_set_is_refused_with_its_line(
    tmp_path: Path, sets: str, needle: str, message: str
) -> None:
    text = SMALL + sets
    path = write(tmp_path, text)
    line = text[: text.rindex(needle)].count("\n") + 1
    assert f"{path}:{line}: sets: {message}" in inspect(path).errors


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ('{ any = ["@limb"] }', 'flags "cold": no set "@limb" (did you mean "@limbs"?)'),
        ('{ all = [["@limb"]] }', 'flags "cold": no set "@limb" (did you mean "@limbs"?)'),
        ('{ any = ["@nowhere_near"] }', 'flags "cold": no set "@nowhere_near"'),
        ('{ any = ["@"] }', 'flags "cold": no set "@"'),
    ],
)
def test_a_set_that_is_not_there_is_refused_with_its_line_and_the_nearest(
    tmp_path: Path, condition: str, message: str
) -> None:
    text = with_flag(condition)
    path = write(tmp_path, text)
    assert inspect(path).errors == (f"{path}:{line_of(text, condition)}: {message}",)


def test_a_set_in_a_set_is_told_once_and_not_as_one_that_is_not_there(tmp_path: Path) -> None:
    sets = '[sets]\nlimbs = ["place.leg"]\nmore = ["@limbs"]\n'
    path = write(tmp_path, with_flag('{ any = ["@more"] }', sets))
    (error,) = inspect(path).errors
    assert error.endswith('sets: more: "@limbs" is a set; name answers')


def test_an_answer_of_a_set_that_is_not_there_is_told_once_at_the_set(tmp_path: Path) -> None:
    text = with_flag('{ any = ["@limbs"] }', '[sets]\nlimbs = ["place.leg", "place.lag"]\n')
    (error,) = inspect(write(tmp_path, text)).errors
    assert error.endswith(':142: sets: limbs: no option "place.lag" (did you mean "place.leg"?)')
    (error,) = inspect(write(tmp_path, SMALL + '[sets]\nunused = ["place.lag"]\n')).errors
    assert error.endswith('sets: unused: no option "place.lag" (did you mean "place.leg"?)')


def test_sets_that_would_put_in_too_much_are_refused(tmp_path: Path) -> None:
    large = "[sets]\nlarge = [" + '"place.leg", ' * 1000 + "]\n"

    def errors(times: int) -> tuple[str, ...]:
        uses = '"@large", ' * times
        return inspect(write(tmp_path, with_flag(f"{{ any = [{uses}] }}", large))).errors

    assert errors(MOST_PUT_IN // 1000) == ()
    (error,) = errors(MOST_PUT_IN // 1000 + 1)
    assert error.endswith("sets: put in everywhere, they name over 100000 answers")


WATER_OR_KNOT = Condition(all=("drugs.other", ("drugs.water", "feel.knot")))


@pytest.mark.parametrize(
    ("feel", "drugs", "met"),
    [
        (None, ["other", "water"], True),
        ("knot", ["other"], True),
        ("knot", ["other", "water"], True),
        ("knot", ["water"], False),
        ("ache", ["other"], False),
        (None, ["other"], None),
        ("not_sure", ["other"], None),
        (None, ["other", "water?"], None),
        ("ache", ["other", "water?"], None),
        ("ache", ["other", "not_sure"], None),
        ("ache", ["not_sure"], None),
        (None, None, None),
        (None, [], False),
    ],
)
def test_a_list_inside_all_holds_is_open_and_is_ruled_out_by_any_of_its_lines(
    feel: str | None, drugs: list[str] | None, met: bool | None
) -> None:
    knowledge = built(QUESTIONS + cause("strain"))
    given: dict[str, Any] = {"feel": feel, "drugs": drugs}
    answers = sheet(knowledge, **{name: answer for name, answer in given.items() if answer is not None})
    assert state(WATER_OR_KNOT, answers.said, possible(knowledge, answers)) is met
    assert holds(WATER_OR_KNOT, answers.said) is (met is True)


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("{ all = [[]] }", "must not be empty"),
        ('{ all = [["place.leg", ["place.arm"]]] }', "Expected text in quotes, got a list"),
        ('{ any = [["place.leg"]] }', "Expected text in quotes, got a list"),
        ("{ all = [1] }", "Expected text in quotes, got a whole number"),
        ('{ all = [["place.lag"]] }', 'no option "place.lag" (did you mean "place.leg"?)'),
    ],
)
def test_a_list_in_a_condition_that_is_none_is_refused(tmp_path: Path, condition: str, message: str) -> None:
    errors = inspect(write(tmp_path, with_flag(condition))).errors
    assert any(error.endswith(message) for error in errors), errors
