"""From an `Assessment` to the result as a document. What is empty is not said."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.plan import PHASES, PlannedStep
from spasm_cli.core.scoring import RankedCause
from spasm_cli.core.vocabulary import Level
from spasm_cli.core.words import Words
from spasm_cli.report import blocks, wording
from spasm_cli.report.in_short import first_step, in_short
from spasm_cli.report.points import points_section
from spasm_cli.report.why import answers_section, answers_to, reasons_told, rules_section, why_sections
from spasm_cli.report.wording import sentence
from spasm_cli.words import taken_back_words


def result_document(knowledge: Knowledge, assessment: Assessment, *, why: bool = False) -> blocks.Document:
    """Put a result into words; `why` adds every step, the key figures, every ledger and the sources."""
    parts = _Parts(knowledge, assessment)
    return _document(
        parts.banner(),
        points_section(knowledge, assessment) if why else _notes(),
        parts.body(every=why),
        parts.get_help(),
        _notes(*parts.not_sure()),
        *(why_sections(knowledge, assessment) if why else ()),
        _notes(*in_short(knowledge, assessment)),
        _notes(blocks.Say(assessment.purpose), *parts.provenance(always=why)),
    )


def why_document(knowledge: Knowledge, assessment: Assessment) -> blocks.Document:
    """Say in short why: how the points of the first causes add up, then the rules behind the urgency, and the answers."""
    parts = _Parts(knowledge, assessment)
    return _document(
        parts.banner(),
        points_section(knowledge, assessment),
        rules_section(knowledge, assessment),
        answers_section(knowledge, assessment),
        parts.get_help(),
        _notes(blocks.Say(knowledge.words("why.rest"), "soft")),
        _notes(*in_short(knowledge, assessment)),
        _notes(blocks.Say(assessment.purpose), *parts.provenance(always=True)),
    )


def short_document(knowledge: Knowledge, assessment: Assessment) -> blocks.Document:
    """Say what matters most in a few lines, below a result that is longer than its window."""
    return _document(_notes(*in_short(knowledge, assessment)))


def _document(*parts: blocks.Part) -> blocks.Document:
    return blocks.Document(tuple(part for part in parts if not part.empty))


def _notes(*notes: blocks.Block) -> blocks.Section:
    return blocks.Section("", notes, "notes")


class _Parts(Struct, frozen=True):
    """The parts of the documents about one assessment."""

    knowledge: Knowledge
    assessment: Assessment

    @property
    def words(self) -> Words:
        return self.knowledge.words

    def banner(self) -> blocks.Banner:
        urgency, words = self.assessment.urgency, self.words
        below: list[blocks.Block] = [
            blocks.Say(first, "strong") for first in first_step(self.knowledge, self.assessment)
        ]
        for reason in reasons_told(self.assessment):
            lower = reason.level is not urgency.level
            level = self.knowledge.levels[reason.level].title
            name = words("result.also", level=level) if lower else words("result.why")
            below.append(blocks.Because(name, reason.say, matters=lower))
        if urgency.note:
            below.append(blocks.Labelled(words("result.note"), urgency.note, "strong", quiet=True))
        if signs := self.assessment.taken_back:
            below.append(blocks.Labelled(words("result.note"), taken_back_words(words, signs), quiet=True))
        below += [blocks.Say(urgency.meanwhile)] if urgency.meanwhile else []
        below += [blocks.Say(urgency.elsewhere, "soft")] if urgency.elsewhere else []
        return blocks.Banner(
            tone=wording.tone(urgency),
            loud=urgency.level is Level.EMERGENCY,
            title=blocks.Labelled(words("result.urgency"), urgency.title, "strong", quiet=True),
            act=blocks.Labelled(words("result.to_do"), urgency.act, "strong", quiet=True),
            blocks=tuple(below),
        )

    def body(self, *, every: bool) -> blocks.Beside:
        """Causes on one side, steps on the other, below them what would change this; `every` has all steps, with figures and sources."""
        return blocks.Beside(
            tuple(self._looks_like()), tuple(self._to_do(every=every)), tuple(self._changes())
        )

    def _looks_like(self) -> Iterator[blocks.Section]:
        """Yield what it looks like and what may be feeding it; what scores above every pattern comes before them."""
        sections = (self._patterns(), self._feeding())
        for section in reversed(sections) if self.assessment.leading else sections:
            if not section.empty:
                yield section

    def _patterns(self) -> blocks.Section:
        verdict = self.assessment.verdict_note
        patterns = [cause for cause in self.assessment.shown if cause.kind == "pattern"]
        told = [blocks.Say(verdict)] if verdict else []
        partly = any(cause.unchecked or cause.fit != "well" for cause in patterns[:1])
        heading = self.words("result.nearest" if partly else "result.looks_like")
        entries = (
            self._cause(cause, None if cause.unchecked else place) for place, cause in enumerate(patterns, 1)
        )
        return blocks.Section(heading, (*told, *entries))

    def _feeding(self) -> blocks.Section:
        contributors = [cause for cause in self.assessment.shown if cause.kind == "contributor"]
        note = [blocks.Say(self.words("result.feeding_note"), "soft")] if contributors else []
        entries = (self._cause(cause, None) for cause in contributors)
        return blocks.Section(self.words("result.feeding"), (*note, *entries))

    def _cause(self, cause: RankedCause, place: int | None) -> blocks.Entry:
        words, knowledge = self.words, self.knowledge
        speaks_for, against = (
            tuple(wording.evidence_words(knowledge, cause.id, row) for row in wording.strongest(cause, sign))
            for sign in (1, -1)
        )
        named_by = answers_to(knowledge, self.assessment, knowledge.cause[cause.id].shown_when)
        sides = {
            "you_said": named_by,
            "for": tuple(answer for answer in speaks_for if answer not in named_by),
            "against": against,
        }
        widest = max(len(words(f"side.{side}")) for side in sides)
        sayings = (
            blocks.Sayings(words(f"result.{side}"), words(f"side.{side}"), answers, widest)
            for side, answers in sides.items()
            if answers
        )
        leads = cause == self.assessment.leading
        return blocks.Entry(
            title=cause.name,
            number=place,
            fit=wording.leading_words(words, cause) if leads else wording.fit_words(words, cause),
            cells=wording.fit_cells(knowledge.scoring, cause),
            blocks=(*self._told(cause), *sayings),
        )

    def _told(self, cause: RankedCause) -> Iterator[blocks.Block]:
        """Say what a cause is, and how long it lasts unless that would only say to wait longer."""
        words = self.words
        yield blocks.Labelled(words("result.clinical_name"), cause.clinical_name, "soft", quiet=True)
        if cause.unchecked:
            missing = " / ".join(self.knowledge.question[name].ask for name in cause.unchecked)
            yield blocks.Say(words("result.unchecked", questions=missing), "strong")
        yield blocks.Say(cause.summary)
        calm = not (self.assessment.urgency.level.is_urgent or cause.unchecked)
        if cause.expect and calm:
            yield blocks.Labelled(words("result.expect"), cause.expect)

    def _to_do(self, *, every: bool) -> Iterator[blocks.Section]:
        """Yield the steps by phase, numbered through, and what is left out."""
        steps = [step for step in self.assessment.steps if every or step.shown]
        numbers = {step.id: number for number, step in enumerate(steps, 1)}
        if steps:
            phases = {phase: [step for step in steps if step.phase == phase] for phase in PHASES}
            inner = (
                blocks.Section(
                    self.words(f"phase.{phase}"),
                    tuple(self._step(step, numbers[step.id], whole=every) for step in listed),
                )
                for phase, listed in phases.items()
                if listed
            )
            yield blocks.Section(self.words("result.to_do"), sections=tuple(inner))
        if self.assessment.left_out:
            crossed = tuple(blocks.Crossed(out.title, out.why) for out in self.assessment.left_out)
            yield blocks.Section(self.words("result.left_out"), crossed)

    def _step(self, step: PlannedStep, number: int, *, whole: bool) -> blocks.Entry:
        words, follows = self.words, wording.follows_from(self.knowledge, step)
        answers = "; ".join(wording.said_words(self.knowledge, step.because))
        if answers:
            follows = words("result.follows_from", why=follows, answers=answers)
        basis = blocks.Basis(follows, words(f"grade.{step.grade}"), step.figure if whole else "")
        cited = blocks.Labelled(words("why.sources"), ", ".join(wording.cited(words, step.sources)), "soft")
        cautions = (blocks.Caution(words("result.take_care"), caution) for caution in step.cautions)
        return blocks.Entry(
            title=step.title,
            number=number,
            blocks=(blocks.Say(step.how), *cautions, basis, *([cited] if whole else [])),
        )

    def _changes(self) -> Iterator[blocks.Section]:
        points = tuple(blocks.Point(sentence(change.say)) for change in self.assessment.what_if)
        if points:
            yield blocks.Section(self.words("result.changes"), points)

    def get_help(self) -> blocks.Section:
        """When to get help after all; above a routine visit, what each cause adds would only say to wait longer."""
        level = self.assessment.urgency.level
        told: Sequence[blocks.Block] = ()
        if not self.assessment.over:
            causes = () if level.is_urgent else self.assessment.shown
            always = (blocks.Say(line) for line in self.assessment.safety_net.splitlines())
            told = (*always, *(blocks.Point(cause.see_someone, cause.name) for cause in causes))
        return blocks.Section(self.words("result.get_help"), tuple(told), "help")

    def not_sure(self) -> Iterator[blocks.Block]:
        count = self.assessment.not_sure
        if count and self.assessment.urgency.level is not Level.EMERGENCY:
            yield blocks.Say(self.words("result.not_sure", count=count))

    def provenance(self, *, always: bool) -> Iterator[blocks.Block]:
        changed = self.assessment.review == "changed"
        if always or changed or self.assessment.urgency.level is not Level.EMERGENCY:
            yield blocks.Say(wording.provenance(self.knowledge), "soft")
