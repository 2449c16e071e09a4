"""From an `Assessment` to the words of a `Page`; every form of the result draws the same page."""

from collections.abc import Iterable, Sequence

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.entries import Source, When, alternatives
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.plan import PHASES, PlannedStep
from spasm_cli.core.scoring import RankedCause
from spasm_cli.core.triage import Reason
from spasm_cli.core.vocabulary import JUDGEMENT, Level
from spasm_cli.report.page import CauseWords, Page, Phase, ReasonWords, Row, StepWords, Why
from spasm_cli.report.words import (
    FIT,
    GRADE,
    PHASE,
    bar_cells,
    codes,
    evidence_words,
    ledger_words,
    said,
    said_words,
    strength,
    strongest,
    tone,
)
from spasm_cli.words import answer_words

CLOSE = "The first two are close: your answers do not tell them apart well."


def make_page(knowledge: Knowledge, assessment: Assessment, *, why: bool = False) -> Page:
    """Put an assessment into words; `why` adds every step, every ledger and the sources."""
    urgency = assessment.urgency
    emergency = urgency.level is Level.EMERGENCY
    causes = tuple(_cause(knowledge, assessment, cause) for cause in assessment.causes if why or cause.shown)
    return Page(
        level=urgency.level,
        tone=tone(urgency),
        title=urgency.title,
        act=urgency.act,
        start_with=_first_step(assessment),
        reasons=tuple(
            _reason(knowledge, assessment, reason)
            for reason in urgency.reasons
            # In an emergency lesser reasons only take time to read.
            if not emergency or reason.level is Level.EMERGENCY
        ),
        note=urgency.note,
        meanwhile=urgency.meanwhile,
        elsewhere=urgency.elsewhere,
        verdict=" ".join(
            part for part in (assessment.verdict_note, CLOSE if assessment.verdict == "close" else "") if part
        ),
        patterns=tuple(cause for cause in causes if cause.shown and cause.kind == "pattern"),
        contributors=tuple(cause for cause in causes if cause.shown and cause.kind == "contributor"),
        phases=tuple(_phases(knowledge, assessment, why=why)),
        left_out=assessment.left_out,
        changes=tuple(_sentence(change.say) for change in assessment.what_if),
        get_help=() if emergency or assessment.stopped else _get_help(assessment),
        not_sure="" if emergency else _not_sure(assessment.not_sure),
        in_short=_in_short(assessment),
        purpose=assessment.purpose,
        knowledge="" if emergency and not why else _provenance(assessment),
        answers=tuple(
            (knowledge.question[name].ask, answer_words(knowledge, name, answer))
            for name, answer in assessment.answers.items()
        ),
        unanswered=tuple(knowledge.question[name].ask for name in assessment.unanswered_safety),
        why=_why(knowledge, assessment, causes) if why else None,
    )


def _reason(knowledge: Knowledge, assessment: Assessment, reason: Reason) -> ReasonWords:
    when = next((flag.when for flag in knowledge.flags if flag.id == reason.id), ())
    lower = reason.level is not assessment.urgency.level
    return ReasonWords(
        say=reason.say,
        also=knowledge.levels[reason.level].title if lower else "",
        id=reason.id,
        may_be=reason.may_be,
        answers=_said_of(knowledge, assessment, when),
        sources=reason.sources,
    )


def _said_of(knowledge: Knowledge, assessment: Assessment, when: When) -> tuple[str, ...]:
    """Return those answers a condition names that were given."""
    given = said(assessment.answers)
    named = dict.fromkeys(name for case in alternatives(when) for name in case.references)
    return said_words(knowledge, (name for name in named if name in given))


def _cause(knowledge: Knowledge, assessment: Assessment, cause: RankedCause) -> CauseWords:
    start = Row(points=cause.prior, words="where it starts: how common it is", sources=(cause.prior_from,))
    rows = (
        Row(
            points=row.weight,
            words=f"{strength(row.weight)}: {ledger_words(knowledge, cause.id, row)}",
            sources=row.source,
        )
        for row in cause.evidence
    )
    named_by = _said_of(knowledge, assessment, knowledge.cause[cause.id].shown_when)
    speaks_for = (evidence_words(knowledge, cause.id, row) for row in strongest(cause, 1))
    sides = {
        "You said": named_by,
        "For": tuple(words for words in speaks_for if words not in named_by),
        "Against": tuple(evidence_words(knowledge, cause.id, row) for row in strongest(cause, -1)),
    }
    return CauseWords(
        name=cause.name,
        kind=cause.kind,
        clinical_name=cause.clinical_name,
        codes=codes(cause.icd10),
        fit=FIT[cause.fit],
        cells=bar_cells(knowledge.scoring, cause.score),
        summary=cause.summary,
        sides=tuple((side, answers) for side, answers in sides.items() if answers),
        see_someone=cause.see_someone,
        claim=cause.claim,
        sources=cause.sources,
        shown=cause.shown,
        score=cause.score,
        ledger=(start, *rows),
    )


def _phases(knowledge: Knowledge, assessment: Assessment, *, why: bool) -> Iterable[Phase]:
    number = 0
    for phase in PHASES:
        steps = [step for step in assessment.steps if step.phase == phase and (why or step.shown)]
        if steps:
            yield Phase(
                heading=PHASE[phase],
                steps=tuple(
                    _step(knowledge, step, number + place, why=why) for place, step in enumerate(steps, 1)
                ),
            )
        number += len(steps)


def _step(knowledge: Knowledge, step: PlannedStep, number: int, *, why: bool) -> StepWords:
    names = "; ".join(knowledge.cause[name].name for name in step.causes)
    answers = "; ".join(said_words(knowledge, step.because))
    follows = [f"For: {names}." if names else "Whatever the cause."]
    follows += [_sentence(f"You said: {answers}")] if answers else []
    grade = f"Evidence: {GRADE[step.grade]}."
    return StepWords(
        number=number,
        title=step.title,
        how=step.how,
        cautions=step.cautions,
        follows_from=" ".join(follows),
        grade=grade,
        figure=step.figure,
        evidence=f"{grade} {step.figure}".strip() if why else grade,
        sources=step.sources,
    )


def _first_step(assessment: Assessment) -> str:
    """Name the first step where nothing more urgent must come before it."""
    if assessment.urgency.level.rank > Level.ROUTINE.rank or not assessment.urgency.complete:
        return ""
    lead = "Start with" if assessment.urgency.level is Level.SELF_CARE else "Until then"
    return next((_sentence(f"{lead}: {step.title}") for step in assessment.steps if step.shown), "")


def _in_short(assessment: Assessment) -> str:
    """Repeat the urgency and the first thing to do: after a long result the end is what is on screen."""
    urgency = assessment.urgency
    if not assessment.causes:
        return ""
    at_home = urgency.level is Level.SELF_CARE and urgency.complete
    said = [_sentence(urgency.title), *([] if at_home else [urgency.act])]
    return " ".join(part for part in (*said, _first_step(assessment)) if part)


def _get_help(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    """When to get help after all; above a routine visit, what each cause adds would only say to wait longer."""
    causes = assessment.shown if assessment.urgency.level.rank <= Level.ROUTINE.rank else ()
    always = (("", line) for line in assessment.safety_net.splitlines())
    return (*always, *((cause.name, cause.see_someone) for cause in causes))


def _not_sure(count: int) -> str:
    if not count:
        return ""
    return (
        f"{count} of your answers {'was' if count == 1 else 'were'} “not sure”, so this result is less firm."
    )


def _provenance(assessment: Assessment) -> str:
    about = assessment.knowledge
    by = f" by {about.reviewer}" if about.reviewer else ""
    reviewed = f"reviewed {about.reviewed}{by}" if about.reviewed else "not reviewed by a clinician"
    return f"{about.title} {about.version}, updated {about.updated}, {reviewed}. File {about.sha256[:8]}."


def _why(knowledge: Knowledge, assessment: Assessment, causes: tuple[CauseWords, ...]) -> Why:
    scoring = knowledge.scoring
    cited = [name for reason in assessment.urgency.reasons for name in reason.sources]
    cited += [name for step in assessment.steps for name in step.sources]
    for cause in causes:
        if cause.shown:
            cited += [*cause.sources, *(name for row in cause.ledger for name in row.sources)]
    return Why(
        ledgers=causes,
        bands=f"Fits well: {scoring.fits_well} points or more. Fits partly: {scoring.fits_partly} or more.",
        sources=_sources(knowledge, cited),
    )


def _sources(knowledge: Knowledge, cited: Sequence[str]) -> tuple[Source, ...]:
    wanted = set(cited) - {JUDGEMENT}
    return tuple(source for source in knowledge.sources if source.id in wanted)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
