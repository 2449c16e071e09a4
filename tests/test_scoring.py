"""Weights of evidence: hand-worked sums, the shared remainder, rounding, caps."""

import math

import pytest
from msgspec import convert
from small import HEAD, built, sheet

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.conditions import possible, state
from spasm_cli.core.entries import Option, Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Kind, Number
from spasm_cli.core.scoring import Evidence, RankedCause, fit, rank_causes, scores
from spasm_cli.core.vocabulary import Scoring
from spasm_cli.core.weighing import shares, whole

SCORING = convert(HEAD["scoring"], Scoring)


def judged(p: float) -> Number:
    return Number("judgement", p=p)


def options(**baselines: float) -> tuple[Option, ...]:
    return tuple(Option(name, name, usual=judged(share)) for name, share in baselines.items())


ONE = Question("q", "Q", "Q?", "why", "one", "about_spasm", options(a=0.4, b=0.3, c=0.2, d=0.1))
MANY = Question("m", "M", "M?", "why", "many", "about_you", options(x=0.1, y=0.2))


@pytest.mark.parametrize(
    ("value", "expected"), [(0.5, 1), (-0.5, -1), (1.49, 1), (-2.5, -3), (0.49999, 0), (2.4999999999, 3)]
)
def test_whole_rounds_half_away_from_zero(value: float, expected: int) -> None:
    assert whole(value) == expected


def test_unlisted_options_share_what_is_left_in_proportion_to_their_baselines() -> None:
    found = shares(SCORING, ONE, {"a": judged(0.8)})
    assert found == pytest.approx({"a": 0.8, "b": 0.1, "c": 0.2 / 3, "d": 0.1 / 3})
    assert math.isclose(sum(found.values()), 1)


def test_an_unlisted_box_equals_its_baseline() -> None:
    assert shares(SCORING, MANY, {"x": judged(0.5)}) == {"x": 0.5, "y": 0.2}


def by_hand(knowledge: Knowledge, cause_id: str, question_id: str, option_id: str) -> int:
    cause, question = knowledge.cause[cause_id], knowledge.question[question_id]
    option = question.option(option_id)
    assert option is not None
    assert option.baseline is not None
    p = shares(knowledge.scoring, question, cause.findings[question_id])[option_id]
    raw = knowledge.scoring.shrink * 10 * math.log10(p / option.baseline)
    return whole(max(-knowledge.scoring.cap, min(knowledge.scoring.cap, raw)))


def test_a_one_answer_weighs_what_it_weighs_by_hand(knowledge: Knowledge) -> None:
    for cause in knowledge.causes:
        for question_id in cause.findings:
            question = knowledge.question[question_id]
            if question.kind != "one":
                continue
            for option in question.options:
                answers = Answers({question_id: Answer((option.id,))})
                found = next((one for one in rank_causes(knowledge, answers) if one.id == cause.id), None)
                out = state(cause.only, answers.said, possible(knowledge, answers)) is False
                assert (found is None) == out
                if found:
                    weight = found.evidence[0].weight
                    assert weight == by_hand(knowledge, cause.id, question_id, option.id)


def test_not_sure_is_no_evidence_and_not_asked_neither(knowledge: Knowledge) -> None:
    asked = Answers({question.id: Answer(not_sure=True) for question in knowledge.questions})
    for cause in rank_causes(knowledge, asked):
        assert cause.evidence == ()
        assert cause.score == cause.prior
    assert [c.score for c in rank_causes(knowledge, Answers({}))] == [
        c.score for c in rank_causes(knowledge, asked)
    ]


def test_ticking_what_speaks_for_a_cause_never_lowers_it(knowledge: Knowledge) -> None:
    for cause in knowledge.causes:
        for question_id, listed in cause.findings.items():
            question = knowledge.question[question_id]
            if question.kind != "many":
                continue
            blank = score(knowledge, cause.id, Answers({question_id: Answer()}))
            for option_id, finding in listed.items():
                option = question.option(option_id)
                assert option is not None
                assert option.baseline is not None
                ticked = score(knowledge, cause.id, Answers({question_id: Answer((option_id,))}))
                p = finding.share(option.baseline, knowledge.scoring.usual_people)
                assert (ticked - blank) * (p - option.baseline) >= 0


def score(knowledge: Knowledge, cause_id: str, answers: Answers) -> int:
    return next(cause.score for cause in rank_causes(knowledge, answers) if cause.id == cause_id)


def test_bands(knowledge: Knowledge) -> None:
    scoring = knowledge.scoring
    assert fit(scoring, scoring.fits_well) == "well"
    assert fit(scoring, scoring.fits_well - 1) == "partly"
    assert fit(scoring, scoring.fits_partly) == "partly"
    assert fit(scoring, scoring.fits_partly - 1) == "poorly"


def cause(name: str, *more: str, kind: str = "pattern", prior: float = 0.5) -> str:
    """Write a cause in TOML; its findings are added by the lines of `more`."""
    return f"""
[[causes]]
id = "{name}"
name = "Name of {name}"
clinical_name = "C"
kind = "{kind}"
icd10 = ["M1"]
summary = "S"
claim = "Claim"
prior = {prior}
prior_from = "A"
steps = []
see_someone = "See"
sources = ["A", "B"]
{'shown_when = { any = ["drugs.statin"] }' if kind == "contributor" else ""}
[causes.findings]
""" + "\n".join(more)


QUESTIONS = """
[[questions]]
id = "feel"
ask = "How?"
help = "Why."
kind = "one"
section = "about_spasm"
options = [
  { id = "knot", label = "Knot", baseline = 0.5 },
  { id = "ache", label = "Ache", baseline = 0.3 },
  { id = "twitch", label = "Twitch", baseline = 0.2 },
]

[[questions]]
id = "drugs"
ask = "Which?"
help = "Why."
kind = "many"
section = "about_you"
options = [
  { id = "water", label = "Water", baseline = 0.1 },
  { id = "statin", label = "Statin", baseline = 0.2 },
  { id = "other", label = "Other", baseline = 0.3 },
]
"""
FINDINGS = (
    'drugs.water = { p = 0.5, from = "A" }',
    'drugs.statin = { p = 0.1, from = "A" }',
    'feel.knot = { p = 0.8, from = "A" }',
    'feel.ache = { p = 0.1, from = "B" }',
)
STRAIN = built(QUESTIONS + cause("strain", *FINDINGS))


@pytest.mark.parametrize(
    ("name", "answer", "weight"),
    [
        # 0.7 · 10 log10(0.8 / 0.5) = 1.43
        ("feel", "knot", 1),
        # not listed: the whole rest, 0.1, against 0.2: -2.11
        ("feel", "twitch", -2),
        # 0.7 · 10 (log10(0.5 / 0.1) + log10(0.9 / 0.8)) = 5.25
        ("drugs", ["water"], 5),
        ("drugs", ["water", "other"], 5),
        # 0.7 · 10 (log10(0.5 / 0.9) + log10(0.9 / 0.8)) = -1.43
        ("drugs", [], -1),
        # 0.7 · 10 (log10(0.5 / 0.9) + log10(0.1 / 0.2)) = -3.89
        ("drugs", ["statin"], -4),
        # without the blank of water: -2.11
        ("drugs", ["water?", "statin"], -2),
        ("drugs", ["statin", "not_sure"], -2),
        # 0.7 · 10 log10(0.9 / 0.8) = 0.36: it told something, and it comes to nothing
        ("drugs", ["water?"], 0),
    ],
)
def test_a_row_of_the_ledger_by_hand(name: str, answer: str | list[str], weight: int) -> None:
    found = rank_causes(STRAIN, sheet(STRAIN, **{name: answer}))[0]
    # What is not listed rests on all that is.
    near = ("A", "B") if answer == "twitch" else ("A",)
    assert found.evidence == (
        Evidence(name, told(answer), weight, ("judgement", *near), "informed", None, None),
    )
    assert found.score == weight
    assert scores(STRAIN, sheet(STRAIN, **{name: answer})) == {"strain": weight}


def told(answer: str | list[str]) -> str | tuple[str, ...]:
    """An answer as a row of the ledger has it, which nobody can change."""
    return answer if isinstance(answer, str) else tuple(answer)


@pytest.mark.parametrize("answer", [["not_sure"], ["water?", "statin?"], ["water?", "statin?", "other"]])
def test_what_tells_nothing_has_no_row(answer: list[str]) -> None:
    assert rank_causes(STRAIN, sheet(STRAIN, drugs=answer))[0].evidence == ()
    assert rank_causes(STRAIN, sheet(STRAIN, feel="not_sure"))[0].evidence == ()
    assert scores(STRAIN, sheet(STRAIN, feel="not_sure", drugs=answer)) == {"strain": 0}


def test_no_row_weighs_more_than_the_cap() -> None:
    capped = built(QUESTIONS + cause("strain", *FINDINGS), scoring={"cap": 1})
    rows = rank_causes(capped, sheet(capped, feel="twitch", drugs=["water"]))[0].evidence
    assert [row.weight for row in rows] == [-1, 1]


def test_a_ranked_cause_says_all_that_the_file_does_and_its_ledger_adds_up() -> None:
    knowledge = built(QUESTIONS + cause("strain", *FINDINGS, prior=0.2))
    assert scores(knowledge, sheet(knowledge, feel="twitch")) == {"strain": -8}
    assert rank_causes(knowledge, sheet(knowledge, feel="knot", drugs=["water"])) == (
        RankedCause(
            id="strain",
            name="Name of strain",
            kind="pattern",
            shown=True,
            fit="partly",
            score=0,
            prior=-6,
            prior_from="judgement",
            evidence=(
                Evidence("feel", "knot", 1, ("judgement", "A"), "informed", None, None),
                Evidence("drugs", ("water",), 5, ("judgement", "A"), "informed", None, None),
            ),
            clinical_name="C",
            icd10=("M1",),
            summary="S",
            claim="Claim",
            see_someone="See",
            sources=("A", "B"),
        ),
    )


def test_the_best_three_patterns_that_fit_are_shown_ties_in_file_order_and_every_contributor_that_is_there() -> (
    None
):
    knowledge = built(
        QUESTIONS
        + cause("unlikely", prior=0.2)
        + cause("first")
        + cause("pill", kind="contributor", prior=0.01)
        + cause("second")
        + cause("third")
        + cause("fourth")
    )
    ranked = rank_causes(knowledge, sheet(knowledge, drugs=["statin"]))
    order = ["first", "second", "third", "fourth", "unlikely", "pill"]
    assert [found.id for found in ranked] == order
    assert [found.id for found in ranked if found.shown] == ["first", "second", "third", "pill"]
    assert not any(found.shown for found in rank_causes(knowledge, Answers({})) if found.id == "pill")


@pytest.mark.parametrize(("prior", "score", "shown"), [(0.28, -4, True), (0.25, -5, False)])
def test_a_pattern_is_shown_from_the_band_of_partly_fitting_on(prior: float, score: int, shown: bool) -> None:
    found = rank_causes(built(QUESTIONS + cause("strain", prior=prior)), Answers({}))[0]
    assert (found.score, found.shown) == (score, shown)


COUNTED = (
    'drugs.water = { yes = 18, of = 20, from = "A", note = "Table 2." }',
    'drugs.statin = { p = 0.1, from = "judgement" }',
    'feel.knot = { yes = 30, of = 50, from = "A", note = "Table 1." }',
    'feel.ache = { yes = 5, of = 50, from = "A", note = "Table 1." }',
    'feel.twitch = { yes = 15, of = 50, from = "A", note = "Table 1." }',
)


@pytest.mark.parametrize(
    ("name", "answer", "weight", "basis"),
    [
        # (30 + 10 · 0.5) / 60 against 0.5: 0.7 · 10 log10(0.58333 / 0.5) = 0.47
        ("feel", "knot", 0, (("A",), "measured", 30, 50)),
        # (5 + 10 · 0.3) / 60 against 0.3: 0.7 · 10 log10(0.13333 / 0.3) = -2.47
        ("feel", "ache", -2, (("A",), "measured", 5, 50)),
        # (15 + 10 · 0.2) / 60 against 0.2: 0.7 · 10 log10(0.28333 / 0.2) = 1.06
        ("feel", "twitch", 1, (("A",), "measured", 15, 50)),
        # (18 + 10 · 0.1) / 30 = 0.63333 against 0.1, and statin blank: 0.7 · 10 (log10(6.3333) + log10(0.9 / 0.8)) = 5.97
        ("drugs", ["water"], 6, (("A", "judgement"), "judgement", None, None)),
        # 0.7 · 10 (log10(0.36667 / 0.9) + log10(0.9 / 0.8)) = -2.37
        ("drugs", [], -2, (("A", "judgement"), "judgement", None, None)),
    ],
)
def test_a_count_weighs_together_with_people_who_answer_as_everybody(
    name: str,
    answer: str | list[str],
    weight: int,
    basis: tuple[tuple[str, ...], Kind, int | None, int | None],
) -> None:
    """A row says how it is known by the share that can be checked least, and what was counted where it rests on one count."""
    counted = built(QUESTIONS + cause("strain", *COUNTED))
    found = rank_causes(counted, sheet(counted, **{name: answer}))[0]
    assert found.evidence == (Evidence(name, told(answer), weight, *basis),)


@pytest.mark.parametrize(
    ("people", "weight"),
    [
        # 0.7 · 10 log10((4 + 0) / 5 / 0.2) = 4.21
        (0, 4),
        # 0.7 · 10 log10((4 + 20 · 0.2) / 25 / 0.2) = 1.43
        (20, 1),
        # 0.7 · 10 log10((4 + 1000 · 0.2) / 1005 / 0.2) = 0.05
        (1000, 0),
    ],
)
def test_the_file_says_how_many_people_a_count_is_taken_with(people: int, weight: int) -> None:
    counted = built(
        QUESTIONS + cause("strain", 'feel.twitch = { yes = 4, of = 5, from = "A", note = "N" }'),
        scoring={"usual_people": people},
    )
    assert scores(counted, sheet(counted, feel="twitch")) == {"strain": weight}
