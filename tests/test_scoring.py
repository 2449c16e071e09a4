"""Weights of evidence: hand-worked sums, the shared remainder, rounding, caps."""

import math

import pytest

from spasm_cli.answers import Answer, Answers
from spasm_cli.knowledge import Finding, Knowledge, Option, Question
from spasm_cli.scoring import fit, rank_causes, shares, whole

ONE = Question(
    "q",
    "Q?",
    "why",
    "one",
    "about_spasm",
    tuple(Option(n, n, baseline=b) for n, b in zip("abcd", (0.4, 0.3, 0.2, 0.1), strict=True)),
)
MANY = Question(
    "m", "M?", "why", "many", "about_you", (Option("x", "x", baseline=0.1), Option("y", "y", baseline=0.2))
)


@pytest.mark.parametrize(
    ("value", "expected"), [(0.5, 1), (-0.5, -1), (1.49, 1), (-2.5, -3), (0.49999, 0), (2.4999999999, 3)]
)
def test_whole_rounds_half_away_from_zero(value: float, expected: int) -> None:
    assert whole(value) == expected


def test_unlisted_options_share_what_is_left_in_proportion_to_their_baselines() -> None:
    found = shares(ONE, {"a": Finding(0.8, "s")})
    assert found == pytest.approx({"a": 0.8, "b": 0.1, "c": 0.2 / 3, "d": 0.1 / 3})
    assert math.isclose(sum(found.values()), 1)


def test_an_unlisted_box_equals_its_baseline() -> None:
    assert shares(MANY, {"x": Finding(0.5, "s")}) == {"x": 0.5, "y": 0.2}


def by_hand(knowledge: Knowledge, cause_id: str, question_id: str, option_id: str) -> int:
    cause, question = knowledge.cause[cause_id], knowledge.question[question_id]
    option = question.option(option_id)
    assert option is not None
    assert option.baseline is not None
    p = shares(question, cause.findings[question_id])[option_id]
    raw = knowledge.scoring.shrink * 10 * math.log10(p / option.baseline)
    return whole(max(-knowledge.scoring.cap, min(knowledge.scoring.cap, raw)))


def test_a_one_answer_weighs_what_it_weighs_by_hand(knowledge: Knowledge) -> None:
    for cause in knowledge.causes:
        for question_id in cause.findings:
            question = knowledge.question[question_id]
            if question.kind != "one":
                continue
            for option in question.options:
                ranked = rank_causes(knowledge, Answers({question_id: Answer((option.id,))}))
                found = next(entry for entry in ranked if entry.id == cause.id)
                assert found.evidence[0].weight == by_hand(knowledge, cause.id, question_id, option.id)


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
                assert (ticked - blank) * (finding.p - option.baseline) >= 0


def score(knowledge: Knowledge, cause_id: str, answers: Answers) -> int:
    return next(cause.score for cause in rank_causes(knowledge, answers) if cause.id == cause_id)


def test_bands(knowledge: Knowledge) -> None:
    scoring = knowledge.scoring
    assert fit(scoring, scoring.fits_well) == "well"
    assert fit(scoring, scoring.fits_well - 1) == "partly"
    assert fit(scoring, scoring.fits_partly) == "partly"
    assert fit(scoring, scoring.fits_partly - 1) == "poorly"
