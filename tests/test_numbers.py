"""Shares of people: what a count is worth, and that no number claims more than was measured."""

from pathlib import Path

import pytest
from small import built
from test_loading import SMALL, line_of, write
from test_scoring import QUESTIONS, cause

from spasm_cli.core.numbers import Kind, Number
from spasm_cli.core.weighing import shares
from spasm_cli.files.knowledge_file import inspect

FINDING = '{ p = 0.9, from = "judgement", near = ["BOOK"], note = "Why." }'
PRIOR = 'prior = { p = 0.3, from = "judgement" }'
LEG, ARM = (f'baseline = {{ p = {p}, from = "judgement" }}' for p in (0.6, 0.4))


def count(yes: int, of: int, source: str = "BOOK") -> Number:
    return Number(source, yes=yes, of=of, note="Table 2.")


@pytest.mark.parametrize(
    ("yes", "of", "baseline", "people", "share"),
    [
        # (95 + 10 · 0.3) / 162
        (95, 152, 0.3, 10, 98 / 162),
        # as the baseline: nothing moves it
        (3, 10, 0.3, 10, 0.3),
        # (0 + 10 · 0.3) / 20, never 0
        (0, 10, 0.3, 10, 0.15),
        # (10 + 10 · 0.3) / 20, never 1
        (10, 10, 0.3, 10, 0.65),
        # one person says nearly nothing: (1 + 3) / 11
        (1, 1, 0.3, 10, 4 / 11),
        # alone
        (1, 4, 0.3, 0, 0.25),
        # half a person beside it: (1 + 0.15) / 4.5
        (1, 4, 0.3, 0.5, 1.15 / 4.5),
    ],
)
def test_a_count_is_taken_together_with_people_who_answer_as_everybody(
    yes: int, of: int, baseline: float, people: float, share: float
) -> None:
    assert count(yes, of).share(baseline, people) == pytest.approx(share)
    assert count(yes, of).plain == yes / of


def test_more_people_say_more_and_never_more_than_they_counted() -> None:
    found = [count(9 * of // 10, of).share(0.2, 10) for of in (10, 100, 1000, 1_000_000)]
    assert found == sorted(found)
    assert found[0] == pytest.approx(0.55)
    assert 0.8999 < found[-1] < 0.9


def test_a_judgement_stands_as_it_is() -> None:
    assert Number("judgement", p=0.7).share(0.1, 10) == 0.7
    assert Number("judgement", p=0.7).plain == 0.7


@pytest.mark.parametrize(
    ("number", "kind", "cited"),
    [
        (count(0, 10), "measured", ("BOOK",)),
        (Number("judgement", p=0.7, near=("BOOK", "PAPER")), "informed", ("judgement", "BOOK", "PAPER")),
        (Number("judgement", p=0.7), "judgement", ("judgement",)),
    ],
)
def test_there_are_three_kinds_of_numbers(number: Number, kind: Kind, cited: tuple[str, ...]) -> None:
    assert number.kind == kind
    assert number.cited == cited


def test_where_all_options_are_counts_of_the_same_people_they_add_up_to_everybody() -> None:
    findings = [
        f'feel.{name} = {{ yes = {yes}, of = 50, from = "A", note = "N" }}'
        for name, yes in (("knot", 30), ("ache", 5), ("twitch", 15))
    ]
    knowledge = built(QUESTIONS + cause("strain", *findings))
    found = shares(knowledge.scoring, knowledge.question["feel"], knowledge.cause["strain"].findings["feel"])
    assert found == pytest.approx({"knot": 35 / 60, "ache": 8 / 60, "twitch": 17 / 60})
    assert sum(found.values()) == pytest.approx(1)


def test_what_a_count_leaves_over_is_shared_as_the_baselines_say() -> None:
    finding = 'feel.knot = { yes = 30, of = 50, from = "A", note = "N" }'
    knowledge = built(QUESTIONS + cause("strain", finding))
    found = shares(knowledge.scoring, knowledge.question["feel"], knowledge.cause["strain"].findings["feel"])
    # (30 + 10 · 0.5) / 60 = 0.58333; 0.41667 is left, three parts of five for ache
    assert found == pytest.approx({"knot": 35 / 60, "ache": 0.25, "twitch": 1 / 6})


CLAIMS = {
    "a share that a source is said to give": (
        '{ p = 0.9, from = "BOOK" }',
        '"BOOK" gives no count here: write yes and of, or from = "judgement" and near = ["BOOK"]',
    ),
    "a judgement that leans on a source and says not how": (
        '{ p = 0.9, from = "judgement", near = ["BOOK"] }',
        "a judgement with near needs note: what the source says, and why the share was moved",
    ),
    "a judgement that leans on a source and says nothing": (
        '{ p = 0.9, from = "judgement", near = ["BOOK"], note = "  " }',
        "a judgement with near needs note: what the source says, and why the share was moved",
    ),
    "a judgement that leans on itself": (
        '{ p = 0.9, from = "judgement", near = ["judgement"] }',
        "near names sources that the judgement leans on",
    ),
    "a share beside a count": (
        '{ p = 0.9, yes = 9, of = 10, from = "BOOK", note = "N" }',
        "write either p, or yes and of",
    ),
    "a share of so many people": (
        '{ p = 0.9, of = 10, from = "BOOK", note = "N" }',
        "write either p, or yes and of",
    ),
    "a count of nobody knows how many": (
        '{ yes = 9, from = "BOOK" }',
        "write yes and of for a count, else p",
    ),
    "a number of people alone": ('{ of = 10, from = "BOOK" }', "write yes and of for a count, else p"),
    "nothing": ('{ from = "judgement" }', "write yes and of for a count, else p"),
    "more than everybody": (
        '{ yes = 11, of = 10, from = "BOOK", note = "N" }',
        "yes = 11 is more than of = 10",
    ),
    "a count by judgement": (
        '{ yes = 9, of = 10, from = "judgement", note = "N" }',
        "a count needs from: who counted",
    ),
    "a count that leans on something": (
        '{ yes = 9, of = 10, from = "BOOK", near = ["BOOK"], note = "N" }',
        "near goes with a judgement; a count names its source in from",
    ),
    "a count of nobody knows whom": (
        '{ yes = 9, of = 10, from = "BOOK" }',
        "a count needs note: who was asked, and where it stands in the source",
    ),
    "a count with a blank note": (
        '{ yes = 9, of = 10, from = "BOOK", note = " " }',
        "a count needs note: who was asked, and where it stands in the source",
    ),
    "a count with an empty note": (
        '{ yes = 9, of = 10, from = "BOOK", note = "" }',
        "a count needs note: who was asked, and where it stands in the source",
    ),
}
PLACES = {
    "finding": (FINDING, "{}", 'causes "strain": place.leg: {}'),
    "prior": (PRIOR, "prior = {}", 'causes "strain": prior: {}'),
    "baseline": (ARM, "baseline = {}", 'questions "place": arm: {}'),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("claim", CLAIMS)
def test_what_claims_more_than_was_measured_is_refused_wherever_it_stands(
    tmp_path: Path, place: str, claim: str
) -> None:
    written, message = CLAIMS[claim]
    old, form, told = PLACES[place]
    assert old in SMALL
    text = SMALL.replace(old, form.format(written))
    path = write(tmp_path, text)
    wanted = f"{path}:{line_of(text, written)}: {told.format(message)}"
    assert wanted in inspect(path).errors


@pytest.mark.parametrize("yes", [0, 10])
@pytest.mark.parametrize("place", PLACES)
def test_nobody_and_everybody_are_counts_but_no_baselines_and_no_priors(
    tmp_path: Path, place: str, yes: int
) -> None:
    old, form, told = PLACES[place]
    text = SMALL.replace(old, form.format(f'{{ yes = {yes}, of = 10, from = "BOOK", note = "N" }}'))
    path = write(tmp_path, text)
    message = "a baseline or prior of 0 or 1 leaves nothing to compare with"
    found = [error for error in inspect(path).errors if told.format(message) in error]
    assert bool(found) is (place != "finding")


def test_counts_and_judgements_that_say_what_they_are_pass(tmp_path: Path) -> None:
    text = SMALL.replace(FINDING, '{ yes = 135, of = 150, from = "BOOK", note = "Table 2." }')
    text = text.replace(PRIOR, 'prior = { yes = 3, of = 10, from = "BOOK", note = "All who came." }')
    text = text.replace(LEG, 'baseline = { yes = 6, of = 10, from = "BOOK", note = "All who came." }')
    text = text.replace(ARM, 'baseline = { p = 0.4, from = "judgement", near = ["BOOK"], note = "Why." }')
    loaded = inspect(write(tmp_path, text))
    assert (loaded.errors, loaded.warnings) == ((), ())
    assert loaded.knowledge is not None
    assert loaded.knowledge.causes[0].prior == 0.3
    assert loaded.knowledge.questions[0].options[0].baseline == 0.6


WHOLE = 'place.leg = {{ yes = {}, of = {}, from = "{}", note = "N" }}\nplace.arm = {}'


@pytest.mark.parametrize(
    ("leg", "arm", "right"),
    [
        ((9, 10, "BOOK"), '{ yes = 1, of = 10, from = "BOOK", note = "N" }', True),
        ((9, 10, "BOOK"), '{ yes = 2, of = 10, from = "BOOK", note = "N" }', False),
        ((9, 10, "BOOK"), '{ yes = 0, of = 10, from = "BOOK", note = "N" }', False),
        ((9, 10, "BOOK"), '{ yes = 2, of = 20, from = "BOOK", note = "N" }', False),
        ((9, 10, "BOOK"), '{ yes = 1, of = 10, from = "PAPER", note = "N" }', False),
        ((9, 10, "BOOK"), '{ p = 0.1, from = "judgement" }', False),
    ],
    ids=["everybody", "too many", "too few", "other people", "another source", "a judgement"],
)
def test_all_options_may_be_listed_only_as_the_answers_of_the_same_people(
    tmp_path: Path, leg: tuple[int, int, str], arm: str, right: bool
) -> None:
    paper = '\n[[sources]]\nid = "PAPER"\ntitle = "A paper"\npublisher = "Press"\n'
    text = SMALL.replace(f"place.leg = {FINDING}", WHOLE.format(*leg, arm)) + paper
    errors = inspect(write(tmp_path, text)).errors
    assert any('"place" lists every option' in error for error in errors) is not right
    assert right is (errors == ())


def test_shares_of_one_answer_that_leave_nobody_over_are_refused_and_one_count_never_does(
    tmp_path: Path,
) -> None:
    """Together with those who answer as the baseline does, even all of them are not everybody."""
    everybody = SMALL.replace(FINDING, '{ yes = 10, of = 10, from = "BOOK", note = "N" }')
    assert inspect(write(tmp_path, everybody)).errors == ()
    alone = everybody.replace("usual_people = 10", "usual_people = 0")
    always, leave_nobody = inspect(write(tmp_path, alone)).errors
    assert always.endswith(
        "with usual_people = 0 a count of none or of all says never or always, which nobody measured"
    )
    assert leave_nobody.endswith('the shares of "place" add up to 1.00; keep them below 1')


def test_a_judgement_needs_nobody_beside_it(tmp_path: Path) -> None:
    assert inspect(write(tmp_path, SMALL.replace("usual_people = 10", "usual_people = 0"))).errors == ()


@pytest.mark.parametrize(
    ("people", "yes", "right"), [(0, 0, False), (0, 10, False), (0, 5, True), (1, 0, True)]
)
def test_never_and_always_are_refused_where_nobody_stands_beside_a_count(
    tmp_path: Path, people: int, yes: int, right: bool
) -> None:
    text = SMALL.replace(FINDING, f'{{ yes = {yes}, of = 10, from = "BOOK", note = "N" }}')
    text = text.replace("usual_people = 10", f"usual_people = {people}")
    assert (inspect(write(tmp_path, text)).errors == ()) is right


@pytest.mark.parametrize(
    ("leg", "arm", "right"),
    [
        ((60, 100, "BOOK"), (40, 100, "BOOK"), True),
        ((60, 100, "BOOK"), (41, 100, "BOOK"), False),
        # Others were asked elsewhere, or in another number.
        ((60, 100, "BOOK"), (41, 100, "PAPER"), True),
        ((60, 100, "BOOK"), (410, 1000, "BOOK"), True),
    ],
)
def test_counts_of_the_same_people_are_no_more_than_those_people(
    tmp_path: Path, leg: tuple[int, int, str], arm: tuple[int, int, str], right: bool
) -> None:
    """Of a question with one answer; as baselines and as findings."""
    counts = ['{{ yes = {}, of = {}, from = "{}", note = "N" }}'.format(*each) for each in (leg, arm)]
    paper = '\n[[sources]]\nid = "PAPER"\ntitle = "A paper"\npublisher = "Press"\n'
    usual = SMALL.replace(LEG, f"baseline = {counts[0]}").replace(ARM, f"baseline = {counts[1]}") + paper
    third = SMALL.replace(LEG, LEG.replace("0.6", "0.5"))
    back = '  { id = "back", label = "Back", baseline = { p = 0.2, from = "judgement" } },'
    third = third.replace(f"{ARM} }},", f"{ARM.replace('0.4', '0.3')} }},\n{back}")
    listed = (
        third.replace(f"place.leg = {FINDING}", f"place.leg = {counts[0]}\nplace.arm = {counts[1]}") + paper
    )
    told = '"place" has one answer, and the counts from BOOK add up to 101 of 100'
    for text, entry in ((usual, 'questions "place": '), (listed, 'causes "strain": findings: ')):
        errors = inspect(write(tmp_path, text)).errors
        assert any(error.endswith(entry + told) for error in errors) is not right
        assert right is (errors == ()), errors


def test_a_share_that_says_nothing_is_told_even_where_a_count_stands_alone(tmp_path: Path) -> None:
    text = SMALL.replace("usual_people = 10", "usual_people = 0").replace(FINDING, '{ from = "judgement" }')
    errors = inspect(write(tmp_path, text)).errors
    assert any("write yes and of for a count, else p" in error for error in errors)


def test_a_safety_box_may_have_a_baseline_and_weigh(tmp_path: Path) -> None:
    text = SMALL.replace('label = "Cold" }', f'label = "Cold", {ARM} }}')
    text = text.replace("place.leg =", 'danger.cold = { p = 0.9, from = "judgement" }\nplace.leg =')
    loaded = inspect(write(tmp_path, text))
    assert (loaded.errors, loaded.warnings) == ((), ())


def test_a_baseline_may_miss_for_a_safety_box_and_for_no_other_line(tmp_path: Path) -> None:
    two = f'label = "Cold", {ARM} }},\n  {{ id = "warm", label = "Warm" }}'
    text = SMALL.replace('label = "Cold" }', two)
    text = text.replace('any = ["danger.cold"] }\nu', 'any = ["danger.cold", "danger.warm"] }\nu')
    assert inspect(write(tmp_path, text)).errors == ()
    (error,) = inspect(write(tmp_path, text.replace('"safety"', '"about_you"'))).errors
    assert error.endswith('questions "danger": give every option a baseline, or none')
