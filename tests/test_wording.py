"""How hard the words of data/causes.toml are to read: by Flesch-Kincaid, up to a reading age of 13.

The formula gives a grade of US school; five years more is the age. It counts words and syllables, and knows nothing of
what a word means.
"""

from collections.abc import Iterator

import msgspec
import pytest
import textstat

from spasm_cli.core.entries import Brief, Cause, Caution, Flag, Option, Question, Step
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import About, LevelText

HARDEST = 8.0
"""The grade of readers of 13."""

FEWEST_WORDS = 6
"""In a label of fewer words one long name alone decides."""

SHOWN = {
    "title", "purpose", "alarm", "intro", "safety_net", "unchecked_title", "unchecked", "no_pattern", "stopped_title",
    "act", "elsewhere", "meanwhile", "unsure", "causes_note",
    "ask", "help", "label", "check", "say", "name", "summary", "claim", "see_someone", "how", "figure", "who",
    "short", "gate", "you", "denied", "expect", "at_once", "do_not", "known",
}  # fmt: skip
NOT_SHOWN = {
    "id", "schema", "version", "updated", "language", "kind", "section", "when", "if_unsure",
    "unsure_route", "options", "usual", "urgency", "may_be", "sources", "route", "routes", "stops",
    "clinical_name", "icd10", "common", "steps", "findings", "shown_when", "phase", "grade", "up_to",
    "cautions", "brief", "if_no_pattern", "drop", "unless_sure", "prefer_route", "only_alone",
    "confirm", "within", "only", "shown_if_asked", "pose",
}  # fmt: skip
"""Codes, tables of their own, and words for the clinician."""

NAMES = "names that a person looks for on a packet, or knows"
CLAUSE = 'one clause, as it follows "If" or "because", that names each illness and medicine of its condition'
ALLOWED = {
    ("medicines.cramp_list", "label"): NAMES,
    ("metabolic_endocrine", "name"): NAMES,
    ("ors", "cautions[1].who"): CLAUSE,
    ("medicine_review", "cautions[1].who"): CLAUSE,
    ("pain_relief_otc", "cautions[0].who"): CLAUSE,
    ("hydrate", "cautions[2].who"): CLAUSE,
    ("compression_not_for_cramp", "cautions[0].who"): CLAUSE,
}
PENDING = 127
"""How many others are still too hard; it only goes down."""

Place = tuple[str, str]
"""The id of an entry (of an option: `question.option`) and the key of a text in it."""


def of(entry: msgspec.Struct, owner: str, prefix: str = "") -> Iterator[tuple[Place, str]]:
    for name in entry.__struct_fields__:
        if name in SHOWN:
            yield (owner, prefix + name), getattr(entry, name)


def read_by_people(knowledge: Knowledge) -> Iterator[tuple[Place, str]]:
    yield from of(knowledge.meta, "meta")
    for level, words in knowledge.levels.items():
        yield from of(words, f"levels.{level}")
        yield from (((f"levels.{level}", f"routes.{name}"), route) for name, route in words.routes.items())
    for question in knowledge.questions:
        yield from of(question, question.id)
        for option in question.options:
            yield from of(option, f"{question.id}.{option.id}")
    for flag in knowledge.flags:
        yield from of(flag, flag.id)
    for cause in knowledge.causes:
        yield from of(cause, cause.id)
    for step in knowledge.steps:
        yield from of(step, step.id)
        for place, brief in enumerate(step.brief):
            yield from of(brief, step.id, f"brief[{place}].")
        for place, caution in enumerate(step.cautions):
            yield from of(caution, step.id, f"cautions[{place}].")


def grade(text: str) -> float:
    if len(text.split()) < FEWEST_WORDS:
        return 0.0
    return round(float(textstat.flesch_kincaid_grade(text)), 1)


@pytest.fixture(scope="module")
def too_hard(knowledge: Knowledge) -> dict[Place, str]:
    return {place: text for place, text in read_by_people(knowledge) if grade(text) > HARDEST}


def test_every_text_is_looked_at(knowledge: Knowledge) -> None:
    structs = (About, LevelText, Question, Option, Flag, Cause, Step, Brief, Caution)
    assert {name for struct in structs for name in struct.__struct_fields__} == SHOWN | NOT_SHOWN
    places = [place for place, _ in read_by_people(knowledge)]
    assert len(set(places)) == len(places) > 700


def test_texts_can_be_read_at_13(too_hard: dict[Place, str]) -> None:
    others = [place for place in too_hard if place not in ALLOWED]
    listed = [
        f"{owner} {key} ({grade(too_hard[owner, key])}): {too_hard[owner, key]}" for owner, key in others
    ]
    assert len(others) <= PENDING, "\n".join(["Shorter sentences, please:", *listed])


def test_no_permission_is_stale(too_hard: dict[Place, str]) -> None:
    assert [place for place in ALLOWED if place not in too_hard] == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The cat sat on the mat. It was a warm day.", -2, 2),
        ("Does it wake you at night, and does it help to stretch?", 0, 6),
        ("Idiopathic nocturnal cramps necessitate pharmacological intervention infrequently.", 20, 40),
        ("Hypokalaemia, hypocalcaemia, hypomagnesaemia", 0, 0),
    ],
)
def test_the_measure_tells_easy_from_hard(text: str, low: float, high: float) -> None:
    assert low <= grade(text) <= high
