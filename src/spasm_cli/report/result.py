"""From an `Assessment` to its documents: the result, and the handout. What is empty is not said."""

from collections.abc import Iterator

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.plan import PHASES, PlannedStep
from spasm_cli.core.scoring import RankedCause
from spasm_cli.core.vocabulary import Level
from spasm_cli.report import blocks, wording
from spasm_cli.report.why import answers_section, answers_to, reasons_told, why_sections


def result_document(knowledge: Knowledge, assessment: Assessment, *, why: bool = False) -> blocks.Document:
    """Put a result into words; `why` adds every step, the key figures, every ledger and the sources."""
    return _document(
        _banner(knowledge, assessment),
        blocks.Beside(
            tuple(_looks_like(knowledge, assessment)),
            tuple(_to_do(knowledge, assessment, every=why, figures=why)),
            _changes(assessment),
        ),
        _get_help(assessment),
        _notes(*_not_sure(assessment)),
        *(why_sections(knowledge, assessment) if why else ()),
        _notes(*_in_short(assessment)),
        _notes(blocks.Say(assessment.purpose), *_provenance(assessment, always=why)),
    )


def handout_document(knowledge: Knowledge, assessment: Assessment) -> blocks.Document:
    """Put a result into words for a page to keep, with the key figures and the answers."""
    return _document(
        _banner(knowledge, assessment),
        blocks.Beside(
            tuple(_looks_like(knowledge, assessment)),
            tuple(_to_do(knowledge, assessment, every=False, figures=True)),
            _changes(assessment),
        ),
        _get_help(assessment),
        _notes(
            *_not_sure(assessment), blocks.Say(assessment.purpose), *_provenance(assessment, always=False)
        ),
        answers_section(knowledge, assessment),
    )


def _document(*parts: blocks.Part) -> blocks.Document:
    return blocks.Document(tuple(part for part in parts if not part.empty))


def _notes(*notes: blocks.Block) -> blocks.Section:
    return blocks.Section("", notes, "notes")


def _banner(knowledge: Knowledge, assessment: Assessment) -> blocks.Banner:
    urgency = assessment.urgency
    below: list[blocks.Block] = [blocks.Say(words, "strong") for words in _first_step(assessment)]
    for reason in reasons_told(assessment):
        lower = reason.level is not urgency.level
        below.append(blocks.Because(reason.say, knowledge.levels[reason.level].title if lower else ""))
    below += [blocks.Labelled("Note", urgency.note, "strong", quiet=True)] if urgency.note else []
    below += [blocks.Say(urgency.meanwhile)] if urgency.meanwhile else []
    below += [blocks.Say(urgency.elsewhere, "soft")] if urgency.elsewhere else []
    return blocks.Banner(
        tone=wording.tone(urgency),
        loud=urgency.level is Level.EMERGENCY,
        title=urgency.title,
        act=urgency.act,
        blocks=tuple(below),
    )


def _looks_like(knowledge: Knowledge, assessment: Assessment) -> Iterator[blocks.Section]:
    close = wording.CLOSE if assessment.verdict == "close" else ""
    verdict = " ".join(part for part in (assessment.verdict_note, close) if part)
    patterns = [cause for cause in assessment.shown if cause.kind == "pattern"]
    if verdict or patterns:
        entries = (_cause(knowledge, cause, assessment, place) for place, cause in enumerate(patterns, 1))
        yield blocks.Section(wording.LOOKS_LIKE, (*([blocks.Say(verdict)] if verdict else []), *entries))
    contributors = [cause for cause in assessment.shown if cause.kind == "contributor"]
    if contributors:
        entries = (_cause(knowledge, cause, assessment, None) for cause in contributors)
        yield blocks.Section(wording.FEEDING, (blocks.Say(wording.FEEDING_NOTE, "soft"), *entries))


def _cause(
    knowledge: Knowledge, cause: RankedCause, assessment: Assessment, place: int | None
) -> blocks.Entry:
    named_by = answers_to(knowledge, assessment, knowledge.cause[cause.id].shown_when)
    speaks_for = (wording.evidence_words(knowledge, cause.id, row) for row in wording.strongest(cause, 1))
    sides = {
        "You said": named_by,
        "For": tuple(words for words in speaks_for if words not in named_by),
        "Against": tuple(
            wording.evidence_words(knowledge, cause.id, row) for row in wording.strongest(cause, -1)
        ),
    }
    return blocks.Entry(
        title=cause.name,
        number=place,
        fit=wording.FIT[cause.fit],
        cells=wording.bar_cells(knowledge.scoring, cause.score),
        blocks=(
            blocks.Labelled(wording.CLINICAL_NAME, cause.clinical_name, "soft", quiet=True),
            blocks.Say(cause.summary),
            *(blocks.Sayings(side, answers) for side, answers in sides.items() if answers),
        ),
    )


def _to_do(
    knowledge: Knowledge, assessment: Assessment, *, every: bool, figures: bool
) -> Iterator[blocks.Section]:
    """Yield the steps by phase, numbered through, and what is left out."""
    steps = [step for step in assessment.steps if every or step.shown]
    entries = {
        step.id: _step(knowledge, step, number, figures=figures, sources=every)
        for number, step in enumerate(steps, 1)
    }
    phases = {phase: tuple(entries[step.id] for step in steps if step.phase == phase) for phase in PHASES}
    if steps:
        inner = tuple(
            blocks.Section(wording.PHASE[phase], listed) for phase, listed in phases.items() if listed
        )
        yield blocks.Section(wording.TO_DO, sections=inner)
    if assessment.left_out:
        yield blocks.Section(
            wording.LEFT_OUT, tuple(blocks.Crossed(out.title, out.why) for out in assessment.left_out)
        )


def _step(
    knowledge: Knowledge, step: PlannedStep, number: int, *, figures: bool, sources: bool
) -> blocks.Entry:
    names = "; ".join(knowledge.cause[name].name for name in step.causes)
    answers = "; ".join(wording.said_words(knowledge, step.because))
    follows = [f"For: {names}." if names else "Whatever the cause."]
    follows += [wording.sentence(f"You said: {answers}")] if answers else []
    return blocks.Entry(
        title=step.title,
        number=number,
        blocks=(
            blocks.Say(step.how),
            *(blocks.Caution(words) for words in step.cautions),
            blocks.Basis(
                " ".join(follows), f"Evidence: {wording.GRADE[step.grade]}.", step.figure if figures else ""
            ),
            *([blocks.Labelled(wording.SOURCES, ", ".join(step.sources), "soft")] if sources else []),
        ),
    )


def _changes(assessment: Assessment) -> tuple[blocks.Section, ...]:
    points = tuple(blocks.Point(wording.sentence(change.say)) for change in assessment.what_if)
    return (blocks.Section(wording.CHANGES, points),) if points else ()


def _get_help(assessment: Assessment) -> blocks.Section:
    """When to get help after all; above a routine visit, what each cause adds would only say to wait longer."""
    if assessment.urgency.level is Level.EMERGENCY or assessment.stopped:
        return blocks.Section(wording.GET_HELP, ())
    causes = assessment.shown if assessment.urgency.level.rank <= Level.ROUTINE.rank else ()
    always = (blocks.Say(line) for line in assessment.safety_net.splitlines())
    return blocks.Section(
        wording.GET_HELP,
        (*always, *(blocks.Point(cause.see_someone, cause.name) for cause in causes)),
        "help",
    )


def _first_step(assessment: Assessment) -> Iterator[str]:
    """Name the first step where nothing more urgent must come before it."""
    level = assessment.urgency.level
    first = next((step for step in assessment.steps if step.shown), None)
    if first and level.rank <= Level.ROUTINE.rank and assessment.urgency.complete:
        yield wording.sentence(f"{'Start with' if level is Level.SELF_CARE else 'Until then'}: {first.title}")


def _not_sure(assessment: Assessment) -> Iterator[blocks.Block]:
    count = assessment.not_sure
    if count and assessment.urgency.level is not Level.EMERGENCY:
        were = "was" if count == 1 else "were"
        yield blocks.Say(f"{count} of your answers {were} “not sure”, so this result is less firm.")


def _in_short(assessment: Assessment) -> Iterator[blocks.Block]:
    """Repeat the urgency and the first thing to do: after a long result the end is what is on screen."""
    urgency = assessment.urgency
    if assessment.causes:
        at_home = urgency.level is Level.SELF_CARE and urgency.complete
        act = [] if at_home else [urgency.act]
        words = " ".join(
            part for part in (wording.sentence(urgency.title), *act, *_first_step(assessment)) if part
        )
        yield blocks.Labelled(wording.IN_SHORT, words, "strong")


def _provenance(assessment: Assessment, *, always: bool) -> Iterator[blocks.Block]:
    about = assessment.knowledge
    if always or assessment.urgency.level is not Level.EMERGENCY:
        by = f" by {about.reviewer}" if about.reviewer else ""
        reviewed = f"reviewed {about.reviewed}{by}" if about.reviewed else "not reviewed by a clinician"
        words = (
            f"{about.title} {about.version}, updated {about.updated}, {reviewed}. File {about.sha256[:8]}."
        )
        yield blocks.Say(words, "soft")
