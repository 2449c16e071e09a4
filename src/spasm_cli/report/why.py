"""What stands behind a result, for somebody who wants to check it: answers, rules, how the points add up, sources."""

from collections.abc import Iterator

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge, When, alternatives
from spasm_cli.core.scoring import RankedCause
from spasm_cli.core.triage import Reason
from spasm_cli.core.vocabulary import JUDGEMENT, Level
from spasm_cli.report import blocks, wording
from spasm_cli.words import answer_words


def why_sections(knowledge: Knowledge, assessment: Assessment) -> Iterator[blocks.Section]:
    """Yield the answers, the rules that raised the urgency, every ledger, and the sources."""
    yield answers_section(knowledge, assessment)
    rules = (_rule(knowledge, assessment, reason) for reason in reasons_told(assessment))
    yield blocks.Section(wording.WHY_URGENT, tuple(rules))
    yield blocks.Section(wording.ADDS_UP, tuple(_ledgers(knowledge, assessment)))
    yield blocks.Section(wording.SOURCES, tuple(_cited(knowledge, assessment)))


def answers_section(knowledge: Knowledge, assessment: Assessment) -> blocks.Section:
    """Say what was asked and answered, and which safety questions apply and were not answered."""
    given = (
        blocks.Answered(knowledge.question[name].ask, answer_words(knowledge, name, answer))
        for name, answer in assessment.answers.items()
    )
    missing = (blocks.Answered(knowledge.question[name].ask) for name in assessment.unanswered_safety)
    return blocks.Section(wording.ANSWERS, (*given, *missing), "answers")


def answers_to(knowledge: Knowledge, assessment: Assessment, when: When) -> tuple[str, ...]:
    """Return those answers a condition names that were given, in words."""
    given = wording.references_in(assessment.answers)
    named = dict.fromkeys(name for case in alternatives(when) for name in case.references)
    return wording.said_words(knowledge, (name for name in named if name in given))


def reasons_told(assessment: Assessment) -> Iterator[Reason]:
    """Yield why it is urgent; in an emergency lesser reasons only take time to read."""
    urgency = assessment.urgency
    for reason in urgency.reasons:
        if urgency.level is not Level.EMERGENCY or reason.level is Level.EMERGENCY:
            yield reason


def _rule(knowledge: Knowledge, assessment: Assessment, reason: Reason) -> blocks.Rule:
    when = next((flag.when for flag in knowledge.flags if flag.id == reason.id), ())
    below = {
        wording.ANSWERED: "; ".join(answers_to(knowledge, assessment, when)),
        wording.SOURCES: ", ".join(reason.sources),
    }
    return blocks.Rule(
        reason.id,
        reason.may_be or reason.say,
        tuple(
            blocks.Labelled(name, words, "soft" if name == wording.SOURCES else "")
            for name, words in below.items()
            if words
        ),
    )


def _ledgers(knowledge: Knowledge, assessment: Assessment) -> Iterator[blocks.Say | blocks.Ledger]:
    causes, scoring = assessment.causes, knowledge.scoring
    if causes:
        bands = f"Fits well: {scoring.fits_well} points or more. Fits partly: {scoring.fits_partly} or more."
        yield blocks.Say(f"{wording.WHAT_POINTS_ARE} {bands}")
    points = [
        abs(points) for cause in causes for points in (cause.prior, *(row.weight for row in cause.evidence))
    ]
    for cause in causes:
        yield _ledger(knowledge, cause, max(points) or 1)


def _ledger(knowledge: Knowledge, cause: RankedCause, most: int) -> blocks.Ledger:
    claim = f"{cause.claim} ({', '.join(cause.sources)})"
    start = blocks.Row(cause.prior, "where it starts: how common it is", (cause.prior_from,))
    rows = (
        blocks.Row(
            row.weight,
            f"{wording.strength(row.weight)}: {wording.ledger_words(knowledge, cause.id, row)}",
            row.source,
        )
        for row in cause.evidence
    )
    return blocks.Ledger(
        title=cause.name,
        fit=wording.FIT[cause.fit],
        score=cause.score,
        most=most,
        blocks=(
            blocks.Labelled(
                wording.CLINICAL_NAME, f"{cause.clinical_name}{wording.codes(cause.icd10)}", "soft"
            ),
            blocks.Labelled(wording.CLAIM, claim, "soft"),
        )
        if cause.shown
        else (),
        rows=(start, *rows),
    )


def _cited(knowledge: Knowledge, assessment: Assessment) -> Iterator[blocks.Cited]:
    cited = {name for reason in assessment.urgency.reasons for name in reason.sources}
    cited |= {name for step in assessment.steps for name in step.sources}
    for cause in assessment.shown:
        cited |= {*cause.sources, cause.prior_from, *(name for row in cause.evidence for name in row.source)}
    for source in knowledge.sources:
        if source.id in cited - {JUDGEMENT}:
            yield blocks.Cited(source.id, wording.source_words(source), source.url)
