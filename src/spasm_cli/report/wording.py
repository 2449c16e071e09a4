"""Words that every form of a result shares: bands, phases, grades, answers, points."""

from collections.abc import Iterable, Mapping

from spasm_cli.core.assessment import Urgency
from spasm_cli.core.comparing import Standing
from spasm_cli.core.entries import Question, Source
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Number
from spasm_cli.core.plan import PlannedStep
from spasm_cli.core.scoring import Evidence, RankedCause
from spasm_cli.core.vocabulary import JUDGEMENT, NOT_SURE, Level, Scoring, split_reference
from spasm_cli.core.weighing import Basis, weights_of
from spasm_cli.core.words import Words
from spasm_cli.words import answer_words, lines_in_one, option_words

UNCHECKED = "unchecked"
"""The tone of a result that raised nothing before all danger signs were asked: not that of an all-clear."""

BAR_CELLS = 5
LEAST_TO_NAME = 2
"""Points below which an answer is too weak to be named as speaking for or against a cause."""
SHORT_LABEL = 30
"""Labels shorter than this ("One side only") say little without their question."""
MOST_UNTICKED = 2
"""Lines not ticked that are still worth naming one by one."""


def tone(urgency: Urgency) -> str:
    """Return what a result is coloured by: its level, or `UNCHECKED`."""
    checked = urgency.complete or urgency.level is not Level.SELF_CARE
    return urgency.level.value if checked else UNCHECKED


def bar_cells(scoring: Scoring, score: int) -> int:
    """Return how many of the `BAR_CELLS` to fill: 1 fits poorly, 2 or 3 partly, 4 or 5 well."""
    half = (scoring.fits_well - scoring.fits_partly) / 2
    steps = (scoring.fits_partly, scoring.fits_partly + half, scoring.fits_well, scoring.fits_well + half)
    return 1 + sum(score >= step for step in steps)


def fit_words(words: Words, cause: RankedCause | Standing) -> str:
    """Say how well a cause fits, or what is to be said instead: that it was not checked, or what is known of an exposure."""
    if cause.unchecked:
        return words("fit.unchecked")
    return cause.known if _known_instead(cause) else words(f"fit.{cause.fit}")


def leading_words(words: Words, cause: RankedCause) -> str:
    """Say the same of what comes before every pattern, with what not to do about it, if anything."""
    fit = fit_words(words, cause)
    return words("result.leading", fit=fit, do_not=cause.do_not) if cause.do_not else fit


def points_words(words: Words, cause: RankedCause) -> str:
    """Name a cause with its points and how well it fits."""
    return words("why.cause", name=cause.name, points=f"{cause.score:+d}", fit=fit_words(words, cause))


def fit_cells(scoring: Scoring, cause: RankedCause | Standing) -> int:
    """Return the cells of its bar; none where something else is said than how well it fits."""
    return 0 if cause.unchecked or _known_instead(cause) else bar_cells(scoring, cause.score)


def exposure_words(cause: RankedCause) -> str:
    """Name a contributor on a list; with what is known of the exposure, where little else speaks for it."""
    return f"{cause.name}: {cause.known}" if _known_instead(cause) else cause.name


def _known_instead(cause: RankedCause | Standing) -> bool:
    return bool(cause.known) and cause.fit == "poorly"


def strength(words: Words, weight: int) -> str:
    """Say in words what a number of points means."""
    side = "for" if weight > 0 else "against"
    for least, name in ((6, f"strongly_{side}"), (3, side), (1, f"slightly_{side}")):
        if abs(weight) >= least:
            return words(f"strength.{name}")
    return words("strength.neither")


def in_context(words: Words, question: Question, line: str) -> str:
    """Put the question before an answer that says little alone."""
    return line if len(line) >= SHORT_LABEL else words("answer.line", question=question.ask, answer=line)


def said_words(knowledge: Knowledge, references: Iterable[str]) -> tuple[str, ...]:
    """Return answers (`question.option`) in words that can stand alone, those to one question together."""
    by_question: dict[str, list[str]] = {}
    for reference in references:
        question_id, option_id = split_reference(reference)
        by_question.setdefault(question_id, []).append(option_id)
    return tuple(
        in_context(
            knowledge.words, knowledge.question[question_id], answer_words(knowledge, question_id, options)
        )
        for question_id, options in by_question.items()
    )


def follows_from(knowledge: Knowledge, step: PlannedStep) -> str:
    """Say for which causes a step is, or that it helps whatever it is."""
    names = "; ".join(knowledge.cause[name].name for name in step.causes)
    return knowledge.words("result.for_causes", causes=names) if names else knowledge.words("result.whatever")


def codes(icd10: Iterable[str]) -> str:
    """Return codes in brackets, with a blank before them, or nothing."""
    listed = ", ".join(icd10)
    return f" ({listed})" if listed else ""


def source_words(words: Words, source: Source) -> str:
    """Return a source as a line: title, publisher, year, and how it was read where that was not in full."""
    year = f", {source.year}" if source.year else ""
    read = f" {words(f'explain.read_{source.read}')}" if source.read not in {None, "full"} else ""
    return f"{source.title}. {source.publisher}{year}.{read}"


def share(words: Words, value: float) -> str:
    """Say a share of people the way the evidence is written: "24 in 100"."""
    return words("explain.share", count=f"{100 * value:g}".replace(".", words("explain.point")))


def counted(words: Words, number: Number) -> str:
    """Say a number as its source counted it, or as a share where nobody counted."""
    if number.yes is None:
        return share(words, number.plain)
    return words("explain.counted", yes=number.yes, of=number.of)


def cited(words: Words, names: Iterable[str]) -> tuple[str, ...]:
    """Return ids of sources as they are, and a word where there is none but our judgement."""
    return tuple(words("explain.judgement") if name == JUDGEMENT else name for name in names)


def rests_on(words: Words, basis: Basis | Evidence) -> tuple[str, ...]:
    """Say how a share is known, and what was counted, then the ids of the sources that it names."""
    counted = basis.yes is not None
    kind = words("kind.counted", yes=basis.yes, of=basis.of) if counted else words(f"kind.{basis.kind}")
    return (kind, *(name for name in basis.source if name != JUDGEMENT))


def provenance(knowledge: Knowledge, text: str = "result.knowledge") -> str:
    """Say which file it is, and who reviewed it."""
    words, meta, review = knowledge.words, knowledge.meta, knowledge.review
    key = {"signed": "reviewed", "changed": "changed", "none": "not_reviewed"}[knowledge.signature]
    named = {"date": review.date, "reviewer": review.reviewer} if review else {}
    return words(
        text,
        title=meta.title,
        version=meta.version,
        updated=meta.updated,
        review=words(f"result.{key}", **named),
        hash=knowledge.sha256[:8],
    )


def strongest(cause: RankedCause, sign: int, most: int = 3) -> tuple[Evidence, ...]:
    """Return the answers that weigh most for (`sign` 1) or against (-1) a cause, heaviest first."""
    rows = [row for row in cause.evidence if row.weight * sign >= LEAST_TO_NAME]
    return tuple(sorted(rows, key=lambda row: -abs(row.weight))[:most])


def evidence_words(knowledge: Knowledge, cause_id: str, row: Evidence) -> str:
    """Say which answer a row of the ledger rests on.

    Where several lines could be ticked, only those count that weigh in the direction of the whole row: a line
    that was ticked, or one that was not.
    """
    question, words = knowledge.question[row.question], knowledge.words
    if isinstance(row.answer, str):
        return in_context(words, question, option_words(knowledge, question, row.answer))
    many = weights_of(knowledge)[cause_id][question.id].many
    ticked = [name for name in many if name in row.answer and many[name][0] * row.weight > 0]
    if ticked:
        return in_context(words, question, lines_in_one(knowledge, question, ticked))
    if not row.answer:
        return words("answer.line", question=question.ask, answer=words("answer.none"))
    blank = [name for name in many if name not in row.answer and f"{name}?" not in row.answer]
    named = [name for name in blank if many[name][1] * row.weight > 0]
    if len(named) <= MOST_UNTICKED:
        return words("why.not", question=question.ask, lines=lines_in_one(knowledge, question, named))
    others = any(name in row.answer for name in many)
    return words("why.none_of_others" if others else "why.none_of_those", question=question.ask)


def ledger_words(knowledge: Knowledge, cause_id: str, row: Evidence) -> str:
    """Name what the points of a row come from, whichever way each part of it weighs.

    Where several lines could be ticked, those are the lines that the cause lists; a tick elsewhere gives no
    points, and naming it here would say that it does.
    """
    question, words = knowledge.question[row.question], knowledge.words
    if isinstance(row.answer, str) or not row.answer:
        answer = answer_words(knowledge, question.id, row.answer)
        return words("answer.line", question=question.ask, answer=answer)
    many = weights_of(knowledge)[cause_id][question.id].many
    ticked = lines_in_one(knowledge, question, (name for name in many if name in row.answer))
    passed = (name for name in many if not {name, f"{name}?", NOT_SURE} & {*row.answer})
    blank = lines_in_one(knowledge, question, passed)
    if ticked and blank:
        return words("why.both", question=question.ask, ticked=ticked, blank=blank)
    return words("why.ticked" if ticked else "why.not_ticked", question=question.ask, lines=ticked or blank)


def references_in(answers: Mapping[str, str | list[str]]) -> frozenset[str]:
    """Return every `question.option` in answers that come in the form of an answers file."""
    pairs = ((name, [value] if isinstance(value, str) else value) for name, value in answers.items())
    return frozenset(f"{name}.{option}" for name, options in pairs for option in options)


def sentence(text: str) -> str:
    """End a text as a sentence."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
