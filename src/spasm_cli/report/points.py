"""How the points of the first causes add up, as one table: questions down, causes across, sums at the foot."""

from collections.abc import Iterator, Sequence

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.scoring import RankedCause
from spasm_cli.report import blocks, wording
from spasm_cli.words import answer_words

ACROSS = 3
"""Causes side by side: those that are shown, then the next patterns, so that a single one is seen beside others."""


def points_section(knowledge: Knowledge, assessment: Assessment) -> blocks.Section:
    """Return the table with what its columns are; empty where nothing was ranked."""
    words, scoring = knowledge.words, knowledge.scoring
    causes = first_causes(assessment)
    if not causes:
        return blocks.Section("")
    bands = words("why.bands", well=scoring.fits_well, partly=scoring.fits_partly)
    named = (
        blocks.Labelled(str(place), wording.points_words(words, cause))
        for place, cause in enumerate(causes, 1)
    )
    table = blocks.Table(
        (words("why.question"), *(str(place) for place, _ in enumerate(causes, 1))),
        tuple(_rows(knowledge, assessment, causes)),
    )
    return blocks.Section(words("why.adds_up"), (*named, table, blocks.Say(bands, "soft")), "points")


def first_causes(assessment: Assessment) -> list[RankedCause]:
    """Return the causes that stand across."""
    others = (cause for cause in assessment.causes if not cause.shown and cause.kind == "pattern")
    return [*assessment.shown, *others][:ACROSS]


def _rows(
    knowledge: Knowledge, assessment: Assessment, causes: Sequence[RankedCause]
) -> Iterator[tuple[str, ...]]:
    """Yield where each cause starts, every answer that moves one of them, and the sums."""
    words = knowledge.words
    yield (words("why.start"), *(f"{cause.prior:+d}" for cause in causes))
    weights = [{row.question: row.weight for row in cause.evidence} for cause in causes]
    for name, answer in assessment.answers.items():
        points = [given.get(name, 0) for given in weights]
        if any(points):
            told = words(
                "why.asked",
                question=knowledge.question[name].short,
                answer=answer_words(knowledge, name, answer),
            )
            yield (told, *(f"{each:+d}" if each else "0" for each in points))
    yield (words("why.sum"), *(f"{cause.score:+d}" for cause in causes))
