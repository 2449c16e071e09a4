"""What stands behind a result, for somebody who wants to check it: answers, rules, how the points add up, sources."""

from collections.abc import Collection, Iterator

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.scoring import Evidence, RankedCause
from spasm_cli.core.triage import Reason
from spasm_cli.core.vocabulary import JUDGEMENT, Level, When, alternatives
from spasm_cli.core.weighing import basis
from spasm_cli.report import blocks, wording
from spasm_cli.words import answer_words


def why_sections(knowledge: Knowledge, assessment: Assessment) -> Iterator[blocks.Section]:
    """Yield the answers, the rules that raised the urgency, every ledger, and the sources."""
    yield answers_section(knowledge, assessment)
    yield rules_section(knowledge, assessment)
    yield blocks.Section(knowledge.words("why.every_cause"), tuple(_ledgers(knowledge, assessment)))
    yield cited_section(knowledge, assessment, steps=[step.id for step in assessment.steps])


def rules_section(knowledge: Knowledge, assessment: Assessment) -> blocks.Section:
    """Say which rules raised the urgency, with the answers and sources that each rests on."""
    rules = (_rule(knowledge, assessment, reason) for reason in reasons_told(assessment))
    return blocks.Section(knowledge.words("why.urgency"), tuple(rules))


def cited_section(knowledge: Knowledge, assessment: Assessment, *, steps: Collection[str]) -> blocks.Section:
    """Name the sources of the urgency, of the causes shown, and of these steps."""
    cited = tuple(_cited(knowledge, assessment, steps))
    return blocks.Section(knowledge.words("why.sources"), cited)


def answers_section(knowledge: Knowledge, assessment: Assessment) -> blocks.Section:
    """Say what was asked and answered, and which safety questions apply and were not answered."""
    given = (
        blocks.Answered(knowledge.question[name].ask, answer_words(knowledge, name, answer))
        for name, answer in assessment.answers.items()
    )
    no_answer = knowledge.words("result.not_answered")
    missing = (
        blocks.Answered(knowledge.question[name].ask, no_answer, missing=True)
        for name in assessment.unanswered_safety
    )
    return blocks.Section(knowledge.words("result.your_answers"), (*given, *missing), "answers")


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
    words, answers = knowledge.words, "; ".join(answers_to(knowledge, assessment, when))
    below = [blocks.Labelled(words("why.answered"), answers)] if answers else []
    sources = ", ".join(wording.cited(words, reason.sources))
    below += [blocks.Labelled(words("why.sources"), sources, "soft")] if sources else []
    return blocks.Rule(reason.id, reason.may_be or reason.say, tuple(below))


def _ledgers(knowledge: Knowledge, assessment: Assessment) -> Iterator[blocks.Say | blocks.Ledger]:
    causes, scoring, words = assessment.causes, knowledge.scoring, knowledge.words
    if causes:
        bands = words("why.bands", well=scoring.fits_well, partly=scoring.fits_partly)
        yield blocks.Say(f"{words('why.points_are')} {bands}")
    points = [
        abs(points) for cause in causes for points in (cause.prior, *(row.weight for row in cause.evidence))
    ]
    for cause in causes:
        yield _ledger(knowledge, cause, max(points) or 1)


def _ledger(knowledge: Knowledge, cause: RankedCause, most: int) -> blocks.Ledger:
    words = knowledge.words
    clinical = f"{cause.clinical_name}{wording.codes(cause.icd10)}"
    claim = f"{cause.claim} ({', '.join(wording.cited(words, cause.sources))})"
    notes = (
        blocks.Labelled(words("result.clinical_name"), clinical, "soft"),
        blocks.Labelled(words("why.claim"), claim, "soft"),
    )
    common = basis([knowledge.cause[cause.id].common])
    start = blocks.Row(cause.prior, words("why.start"), wording.rests_on(words, common))
    return blocks.Ledger(
        title=wording.points_words(words, cause),
        score=cause.score,
        most=most,
        blocks=notes if cause.shown else (),
        rows=(start, *(_row(knowledge, cause, row) for row in cause.evidence)),
        sum=words("why.sum"),
    )


def _row(knowledge: Knowledge, cause: RankedCause, row: Evidence) -> blocks.Row:
    words, strength = knowledge.words, wording.strength(knowledge.words, row.weight)
    told = words("why.row", strength=strength, answer=wording.ledger_words(knowledge, cause.id, row))
    return blocks.Row(row.weight, told, wording.rests_on(words, row))


def _cited(knowledge: Knowledge, assessment: Assessment, steps: Collection[str]) -> Iterator[blocks.Cited]:
    cited = {name for reason in assessment.urgency.reasons for name in reason.sources}
    cited |= {name for step in assessment.steps if step.id in steps for name in step.sources}
    for cause in assessment.shown:
        cited |= {
            *cause.sources,
            *knowledge.cause[cause.id].common.cited,
            *(name for row in cause.evidence for name in row.source),
        }
    for source in knowledge.sources:
        if source.id in cited - {JUDGEMENT}:
            told = wording.source_words(knowledge.words, source)
            yield blocks.Cited(source.id, told, source.url or source.copy_url)
