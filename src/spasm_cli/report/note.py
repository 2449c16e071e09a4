"""The clinician's page: what was asked, said and denied, what follows and why, to keep in a record."""

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from spasm_cli.core.answers import from_plain
from spasm_cli.core.assessment import Assessment
from spasm_cli.core.danger_signs import denied
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.paper import Paper
from spasm_cli.core.vocabulary import split_reference
from spasm_cli.core.words import Words
from spasm_cli.report import blocks, wording
from spasm_cli.report.points import points_section
from spasm_cli.report.why import cited_section, reasons_told, rules_section
from spasm_cli.words import answer_words, labels_in_a_row, taken_back_words


def note_document(knowledge: Knowledge, assessment: Assessment, paper: Paper) -> blocks.Document:
    """Put a result into words for a clinician's record."""
    note = _Note(knowledge, assessment, paper)
    parts = (
        note.head(),
        note.banner(),
        rules_section(knowledge, assessment),
        blocks.Section(note.words("note.denied"), tuple(note.denied())),
        blocks.Section(note.words("result.your_answers"), tuple(note.answers()), "answers"),
        blocks.Section(note.words("result.looks_like"), tuple(note.causes())),
        points_section(knowledge, assessment),
        blocks.Section(note.words("note.steps"), tuple(note.steps())),
        blocks.Section(note.words("result.left_out"), tuple(note.left_out())),
        cited_section(knowledge, assessment, steps=note.given),
        blocks.Section("", tuple(note.foot()), "notes"),
    )
    return blocks.Document(tuple(part for part in parts if not part.empty))


class _Note(Struct, frozen=True):
    """The parts of the note about one assessment."""

    knowledge: Knowledge
    assessment: Assessment
    paper: Paper

    @property
    def words(self) -> Words:
        return self.knowledge.words

    @property
    def given(self) -> tuple[str, ...]:
        """The ids of the steps that were shown."""
        return tuple(step.id for step in self.assessment.steps if step.shown)

    def head(self) -> blocks.Section:
        blank = [
            blocks.Labelled(self.words("page.name"), ""),
            blocks.Labelled(self.words("page.date"), self.paper.date),
        ]
        clinic = self.paper.clinic
        return blocks.Section("", (*blank, *([blocks.Say(clinic.name)] if clinic else [])), "head")

    def banner(self) -> blocks.Banner:
        """Say the level and what to do, why in the person's words, and what casts doubt on it."""
        urgency, words = self.assessment.urgency, self.words
        below: list[blocks.Block] = [
            blocks.Because(words("result.why"), reason.say, matters=False)
            for reason in reasons_told(self.assessment)
        ]
        below += [blocks.Say(told) for told in (urgency.meanwhile, urgency.elsewhere) if told]
        below += [blocks.Labelled(words("result.note"), urgency.note)] if urgency.note else []
        if signs := self.assessment.taken_back:
            below.append(blocks.Labelled(words("result.note"), taken_back_words(words, signs)))
        return blocks.Banner(
            tone=wording.tone(urgency),
            loud=False,
            title=blocks.Labelled(words("result.urgency"), urgency.title, "strong"),
            act=blocks.Labelled(words("result.to_do"), urgency.act),
            blocks=tuple(below),
        )

    def denied(self) -> Iterator[blocks.Point]:
        """Name every danger sign that was asked and denied, by its question."""
        lines = denied(self.knowledge, from_plain(self.knowledge, self.assessment.answers))
        for name, run in groupby(lines, lambda line: split_reference(line)[0]):
            yield blocks.Point(labels_in_a_row(self.knowledge, run), self.knowledge.question[name].short)

    def answers(self) -> Iterator[blocks.Labelled]:
        """Say what was answered, and which safety questions apply and were not."""
        for name, answer in self.assessment.answers.items():
            yield blocks.Labelled(
                self.knowledge.question[name].short, answer_words(self.knowledge, name, answer)
            )
        for name in self.assessment.unanswered_safety:
            yield blocks.Labelled(self.words("result.not_answered"), self.knowledge.question[name].ask)

    def causes(self) -> Iterator[blocks.Block]:
        """Name the causes that are shown with their points; below them stands how far to trust their order."""
        for cause in self.assessment.shown:
            clinical = f"{cause.clinical_name}{wording.codes(cause.icd10)}"
            yield blocks.Point(clinical, wording.points_words(self.words, cause))
        if self.assessment.verdict_note:
            yield blocks.Say(self.assessment.verdict_note)

    def steps(self) -> Iterator[blocks.Block]:
        for step in self.assessment.steps:
            if step.shown:
                yield blocks.Point(" ".join((step.how, *step.cautions)), step.title)

    def left_out(self) -> Iterator[blocks.Crossed]:
        for out in self.assessment.left_out:
            yield blocks.Crossed(out.title, out.why)

    def foot(self) -> Iterator[blocks.Say]:
        yield blocks.Say(self.assessment.purpose)
        yield blocks.Say(wording.provenance(self.knowledge))
        yield blocks.Say(self.words("note.hash", hash=self.knowledge.sha256, country=self.assessment.country))
