"""How firm the first place is: by hand, with counts, caps and shared numbers, and by numbers drawn anew."""

import random
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pytest
from firmness_check import MEAN, MOST, rivals, stays_first
from small import built, sheet
from test_golden import DEMO
from test_scoring import QUESTIONS, cause

from spasm_cli.core import assessment
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.firmness import Firmness, doubts, exact_score, firmness
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Name
from spasm_cli.core.scoring import rank_causes
from spasm_cli.core.weighing import parts_told, weights_of
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases

KNOT = {"feel": "knot"}


def two(first: tuple[str, ...], second: tuple[str, ...], priors: tuple[Any, Any] = (0.5, 0.5)) -> Knowledge:
    """Two patterns whose scores are compared; shrink is 0.7, cap 10, the spread of a judgement 2."""
    return built(
        QUESTIONS + cause("first", *first, prior=priors[0]) + cause("second", *second, prior=priors[1])
    )


def chance(d: float, *spreads: float) -> float:
    """The share of the normal curve below d, in standard deviations of so many errors together."""
    return NormalDist().cdf(d / sum(each * each for each in spreads) ** 0.5)


def listed(share: str) -> str:
    return f"feel.knot = {share}" if share.startswith("{") else f'feel.knot = {{ p = {share}, from = "A" }}'


# Both priors are judgements of 0.5: no difference, and a spread of 2 each.
BY_HAND: dict[
    str, tuple[tuple[tuple[str, ...], tuple[str, ...]], dict[str, Any], float, tuple[float, ...]]
] = {
    "nothing was said": (((), ()), {}, 0, (2, 2)),
    # 0.7 · 10 log10(0.8 / 0.4) = 2.1072. The slopes are 0.7 · 0.2 and 0.7 · 0.6; the baseline of 0.5 falls out.
    "both list the answer": (((listed("0.8"),), (listed("0.4"),)), KNOT, 2.1072, (2, 2, 0.28, 0.84)),
    # 0.7 · 10 log10(0.8 / 0.5) = 1.4288; the baseline moves it by 0.7 · 0.5.
    "one lists it": (((listed("0.8"),), ()), KNOT, 1.4288, (2, 2, 0.28, 0.7)),
    # (30 + 10 · 0.5) / 60 = 0.58333, 0.7 · 10 log10(0.58333 / 0.5) = 0.46863; 4.3429 · √(1/35 + 1/25) = 1.13743,
    # times 0.7 · 0.41667 = 0.33175.
    "it was counted": (
        ((listed('{ yes = 30, of = 50, from = "A", note = "N" }'),), ()),
        KNOT,
        0.46863,
        (2, 2, 0.33175, 0.7),
    ),
    # Ache is not listed: 0.7 · 10 log10(0.2 / 0.5) = -2.7856. The finding's slope is 0.8 · 0.2 / 0.2 = 0.8, times 1.4; those of
    # the baselines of ache and twitch 0.3 · 0.7 / 0.5 = 0.42 and 0.2 · 0.8 / 0.5 = 0.32.
    "the answer is not listed": (
        ((listed("0.8"),), ()),
        {"feel": "ache"},
        -2.7856,
        (2, 2, 1.12, 0.588, 0.448),
    ),
    # 0.5 against 0.5 is nothing; 1.4 times 0.5 for knot and for its baseline, and 0.2 for ache, from which knot would take.
    "two shares of one answer": (
        ((listed("0.5"), 'feel.ache = { p = 0.2, from = "A" }'), ()),
        KNOT,
        0,
        (2, 2, 0.7, 0.28, 0.7),
    ),
    # 0.3 is left for twitch, against 0.2: 0.7 · 10 log10(1.5) = 1.23264; 1.4 times 0.5 and 0.2, and 0.8 for its baseline.
    "what two shares leave": (
        ((listed("0.5"), 'feel.ache = { p = 0.2, from = "A" }'), ()),
        {"feel": "twitch"},
        1.23264,
        (2, 2, 0.7, 0.28, 1.12),
    ),
    # Ticked, 0.5 against 0.1: 6.9897; blank, 0.1 against 0.2: 0.51153; times 0.7. The slopes: 0.5, 0.9, 0.1, 0.2, each times 1.4.
    "boxes, ticked and not": (
        (('drugs.water = { p = 0.5, from = "A" }', 'drugs.statin = { p = 0.1, from = "A" }'), ()),
        {"drugs": ["water"]},
        5.25087,
        (2, 2, 0.7, 1.26, 0.14, 0.28),
    ),
    # Of a box that was unsure nothing is known.
    "boxes, one unsure": (
        (('drugs.water = { p = 0.5, from = "A" }', 'drugs.statin = { p = 0.1, from = "A" }'), ()),
        {"drugs": ["water", "statin?"]},
        4.89279,
        (2, 2, 0.7, 1.26),
    ),
    # 0.7 · 10 log10(0.999 / 0.01 …) would be over 10: the difference is capped, the slopes are not.
    "a row is capped": (
        (('drugs.water = { p = 0.9, from = "A" }', 'drugs.statin = { p = 0.999, from = "A" }'), ()),
        {"drugs": ["water", "statin"]},
        10,
        (2, 2, 0.14, 1.26, 0.0014, 1.12),
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_the_closed_form_by_hand(name: str) -> None:
    (first, second), answers, difference, spreads = BY_HAND[name]
    knowledge = two(first, second)
    given = sheet(knowledge, **answers)
    exact = [exact_score(knowledge, given, each) for each in ("first", "second")]
    assert exact[0] - exact[1] == pytest.approx(difference, abs=1e-4)
    found = [doubt.spread for doubt in doubts(knowledge, given, "first", "second")]
    assert sorted(each for each in found if each > 1e-9) == pytest.approx(sorted(spreads), abs=1e-4)
    expected = chance(difference, *spreads)
    assert firmness(knowledge, given, "first", "second").chance == pytest.approx(expected, abs=0.00051)
    assert firmness(knowledge, given, "second", "first").chance == pytest.approx(1 - expected, abs=0.00051)


@pytest.mark.parametrize(
    ("first", "second", "word", "verdict"),
    [
        # 6.021 / 2.828 = 2.129
        (0.8, 0.5, ("well_ahead", 0.983), "clear"),
        # 3.680 / 2.828 = 1.301
        (0.7, 0.5, ("well_ahead", 0.903), "clear"),
        # 3.410 / 2.828 = 1.206
        (0.6868, 0.5, ("a_little_ahead", 0.886), "clear"),
        # 0.872 / 2.828 = 0.308
        (0.55, 0.5, ("a_little_ahead", 0.621), "clear"),
        # 0.523 / 2.828 = 0.185
        (0.53, 0.5, ("about_equal", 0.573), "close"),
        (0.5, 0.5, ("about_equal", 0.5), "close"),
    ],
)
def test_the_chance_is_put_into_words_and_decides_the_verdict(
    first: float, second: float, word: tuple[str, float], verdict: str
) -> None:
    knowledge = two((), (), (first, second))
    found = assess(knowledge, sheet(knowledge))
    assert found.firmness == Firmness(word[1], word[0])  # type: ignore[arg-type]  # one of the three
    assert found.verdict == verdict


def test_a_count_of_many_makes_it_firmer_than_a_judgement() -> None:
    prior = '{ yes = %d, of = %d, from = "A", note = "N" }'
    chances = []
    for of in (10, 100, 10_000):
        knowledge = two((), (), (prior % (of * 6 // 10, of), prior % (of // 2, of)))
        found = assess(knowledge, sheet(knowledge)).firmness
        assert found
        chances.append(found.chance)
    # 1.761 in decibans; spreads of 4.3429 · √(1/6 + 1/4) and √(1/5 + 1/5), and so on: 3.924, 1.241, 0.124
    assert chances == [0.673, 0.922, 1.0]


@pytest.mark.parametrize(
    ("answers", "patterns", "firm"),
    [
        ("no second pattern", ("first",), False),
        ("none fits", (), False),
        ("a second that is not shown", ("first", "unlikely"), True),
    ],
)
def test_it_needs_a_pattern_that_is_shown_and_another(
    answers: str, patterns: tuple[str, ...], firm: bool
) -> None:
    priors = {"first": 0.5, "unlikely": 0.02}
    text = QUESTIONS + "".join(cause(name, prior=priors[name]) for name in patterns)
    knowledge = built(text + cause("pill", kind="contributor", prior=0.6))
    found = assess(knowledge, sheet(knowledge, drugs=["statin"]))
    assert bool(found.firmness) is firm, answers
    assert found.verdict == ("clear" if patterns else "none")


def test_the_second_is_the_next_pattern_and_no_contributor() -> None:
    knowledge = built(
        QUESTIONS
        + cause("pill", kind="contributor", prior=0.7)
        + cause("third", prior=0.4)
        + cause("first", prior=0.8)
        + cause("second", prior=0.6)
    )
    given = sheet(knowledge, drugs=["statin"])
    assert assess(knowledge, given).firmness == firmness(knowledge, given, "first", "second")


def told(found: Assessment) -> str:
    return found.verdict_note


SAFE = """
[[questions]]
id = "danger"
ask = "Any?"
help = "Why."
kind = "many"
section = "safety"
options = [{ id = "red", label = "Red" }, { id = "pale", label = "Pale" }, { id = "slow", label = "Slow" }]
[[flags]]
id = "red"
when = { any = ["danger.red"] }
urgency = "emergency"
say = "Say."
may_be = "May be."
sources = ["judgement"]
[[flags]]
id = "pale"
when = { any = ["danger.pale"] }
urgency = "same_day"
say = "Say."
may_be = "May be."
sources = ["judgement"]
[[flags]]
id = "slow"
when = { any = ["danger.slow"] }
urgency = "routine"
say = "Say."
may_be = "May be."
sources = ["judgement"]
"""


@pytest.mark.parametrize(
    ("priors", "danger", "words"),
    [
        ((0.8, 0.4), [], "“Name of first” is well ahead."),
        ((0.8, 0.4), ["slow"], "“Name of first” is well ahead."),
        ((0.8, 0.72), [], "“Name of first” is a little ahead of “Name of second”."),
        (
            (0.8, 0.8),
            [],
            "“Name of first” and “Name of second” are about equal: your answers do not tell them apart.",
        ),
        ((0.8, 0.4), ["pale"], ""),
        ((0.8, 0.8), ["pale"], ""),
        ((0.8, 0.8), ["red"], ""),
        ((0.8, 0.8), None, ""),
        # 0.6 is +2: it fits only partly
        ((0.6, 0.6), [], ""),
        ((0.6, 0.1), [], ""),
    ],
)
def test_words_are_said_only_where_they_cannot_soothe_wrongly(
    priors: tuple[float, float], danger: list[str] | None, words: str
) -> None:
    """Not from today's help on, not while danger signs are unchecked, and not for what fits only partly."""
    knowledge = built(
        QUESTIONS + SAFE + cause("first", prior=priors[0]) + cause("second", prior=priors[1]),
        scoring={"fits_well": 4},
    )
    answers = {} if danger is None else {"danger": danger}
    assert told(assess(knowledge, sheet(knowledge, **answers))) == words


def test_what_is_not_shown_is_not_named() -> None:
    """With errors this large the second may well be first, and yet it is not on the page."""
    knowledge = built(
        QUESTIONS + SAFE + cause("first", prior=0.8) + cause("second", prior=0.2),
        scoring={"fits_well": 4, "spread_db": 90},
    )
    found = assess(knowledge, sheet(knowledge, danger=[]))
    assert found.firmness
    assert (found.firmness.word, found.verdict, told(found)) == ("about_equal", "close", "")


def test_what_is_held_back_is_not_compared_and_nothing_is_said_beside_it() -> None:
    """While it is not told from something dangerous, the first may be no more than nearest. 9.54 - 6.02 = 3.52; 3.52 / 2.83 is 1.24: 0.89."""
    held = cause("held", prior=0.9).replace(
        "[causes.findings]", 'shown_if_asked = ["feel"]\n[causes.findings]'
    )
    knowledge = built(QUESTIONS + SAFE + held + cause("first", prior=0.8) + cause("second", prior=0.3))
    open_, asked = sheet(knowledge, danger=[]), sheet(knowledge, danger=[], feel="knot")
    assert assess(knowledge, open_).firmness == firmness(knowledge, open_, "first", "second")
    assert told(assess(knowledge, open_)) == ""
    assert assess(knowledge, asked).firmness == firmness(knowledge, asked, "held", "first")
    assert told(assess(knowledge, asked)) == "“Name of held” is a little ahead of “Name of first”."


def test_a_weight_is_the_sum_of_the_numbers_that_have_names(knowledge: Knowledge) -> None:
    """For every cause and every single answer of the built-in file."""
    for ranked in rank_causes(knowledge, sheet(knowledge)):
        for question_id, weights in weights_of(knowledge)[ranked.id].items():
            question = knowledge.question[question_id]
            for option in question.options:
                value: Any = option.id if question.kind == "one" else [option.id]
                given = sheet(knowledge, **{question_id: value})
                found = list(parts_told(weights, given[question_id], frozenset()))
                assert len({part.name for part in found}) == len(found)
                scoring = knowledge.scoring
                total = scoring.shrink * sum(part.adds for part in found)
                cause_ = next((each for each in rank_causes(knowledge, given) if each.id == ranked.id), None)
                if cause_ is None:
                    continue  # the answer rules it out
                limit = max(-scoring.cap, min(scoring.cap, total))
                assert abs(cause_.evidence[0].weight - limit) <= 0.5 + 1e-9
                for part in found:
                    listed_by = ranked.id if part.name.cause else ""
                    assert part.name == Name(listed_by, question_id, part.name.option)


def test_the_closed_form_holds_where_numbers_are_drawn_anew(knowledge: Knowledge) -> None:
    """A small version of scripts/firmness_check.py: the demo, with fewer draws."""
    chance, gaps = random.Random(7), []
    sheets = [parse_answers(knowledge, case.answers, source=case.id) for case in DEMO]
    for answers in sheets:
        found = assess(knowledge, answers)
        if found.firmness:
            drawn = stays_first(knowledge, answers, rivals(found.causes)[:2], 2000, chance)
            gaps.append(abs(drawn - found.firmness.chance))
    assert len(gaps) > 3
    assert sum(gaps) / len(gaps) < MEAN
    assert max(gaps) < MOST


def test_the_draws_compare_the_two_that_the_program_compares(knowledge: Knowledge) -> None:
    """Not one that is held back, though it stands before the second."""
    held_back = set[str]()
    for case in load_cases(str(Path(__file__).parent / "cases" / "development_b.toml")):
        found = assess(knowledge, parse_answers(knowledge, case.answers, source=case.id))
        if found.firmness:
            assert tuple(rivals(found.causes)[:2]) == assessment.rivals(found.causes)
            held_back |= {cause.id for cause in found.causes if cause.shown and cause.unchecked}
    assert held_back


@pytest.mark.parametrize("name", BY_HAND)
def test_drawn_numbers_agree_with_the_sums_by_hand(name: str) -> None:
    (first, second), answers, difference, spreads = BY_HAND[name]
    knowledge = two(first, second)
    drawn = stays_first(knowledge, sheet(knowledge, **answers), ["first", "second"], 4000, random.Random(3))
    assert drawn == pytest.approx(chance(difference, *spreads), abs=0.03)
