"""A result on one screen: what may never fall out of it, and what gives way while the rest has no room."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from msgspec import Struct

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.scoring import RankedCause
from spasm_cli.core.words import Words
from spasm_cli.report import blocks, wording
from spasm_cli.report.card_words import (
    fit_and_ahead,
    net_in_short,
    reasons_in_short,
    step_to_start_with,
    unsure_in_short,
    verdict_in_short,
)
from spasm_cli.report.result import result_document
from spasm_cli.report.wording import sentence
from spasm_cli.words import taken_back_words

MOST_WORDS = 175
"""What is read in a minute, with the line of keys below it."""
WHILE_ROOM = ("rows", "book", "others", "against", "meanwhile", "more_steps", "elsewhere", "expect", "basis")
"""What is said only where it does not make the card longer than that, most wanted first."""
_UNSAID = {"tone", "part", "weight", "bare"}


def card_document(knowledge: Knowledge, assessment: Assessment) -> blocks.Document:
    """Put a result into as few words as may be. An emergency, and what stops, is short already and comes whole."""
    if assessment.over:
        return result_document(knowledge, assessment)
    cards = (
        _Card(knowledge, assessment, frozenset(WHILE_ROOM[:count])).document()
        for count in range(len(WHILE_ROOM), 0, -1)
    )
    least = _Card(knowledge, assessment, frozenset()).document()
    return next((card for card in cards if words_in(card) <= MOST_WORDS), least)


def words_in(part: object) -> int:
    """Count the words of a document, or of a part of it."""
    if isinstance(part, str):
        return len(re.findall(r"\w+", part))
    if isinstance(part, tuple):
        return sum(map(words_in, part))
    if isinstance(part, Struct):
        unsaid = {*_UNSAID, *({"name"} if getattr(part, "quiet", False) else ())}
        return sum(words_in(getattr(part, name)) for name in part.__struct_fields__ if name not in unsaid)
    return 0


class _Card(Struct, frozen=True):
    """The card of one assessment, with what there is room for."""

    knowledge: Knowledge
    assessment: Assessment
    room: AbstractSet[str]

    @property
    def words(self) -> Words:
        return self.knowledge.words

    def document(self) -> blocks.Document:
        net = tuple(map(blocks.Say, net_in_short(self.assessment, book="book" in self.room)))
        review = self.words(f"card.{self.assessment.review}")
        purpose = blocks.Say(" ".join(part for part in (self.assessment.purpose, review) if part), "soft")
        parts = (
            self._urgency(),
            blocks.Beside(tuple(self._causes()), tuple(self._steps())),
            blocks.Section(self.words("card.get_help"), (*net, purpose), "card"),
        )
        return blocks.Document(tuple(part for part in parts if not part.empty))

    def _urgency(self) -> blocks.Banner:
        urgency, words = self.assessment.urgency, self.words
        return blocks.Banner(
            tone=wording.tone(urgency),
            loud=False,
            title=blocks.Labelled(words("result.urgency"), urgency.title, "strong", quiet=True),
            act=blocks.Labelled(words("result.to_do"), urgency.act, quiet=True),
            blocks=tuple(self._below_the_level()),
            bare=True,
        )

    def _below_the_level(self) -> Iterator[blocks.Block]:
        urgency, words = self.assessment.urgency, self.words
        urgent = urgency.level.is_urgent
        why, others = reasons_in_short(self.knowledge, self.assessment)
        yield from ([blocks.Say(why)] if why else [])
        yield from ([blocks.Say(others)] if others and (urgent or "others" in self.room) else [])
        if urgency.note:
            yield blocks.Labelled(words("result.note"), urgency.note, quiet=True)
        if unsure := unsure_in_short(self.knowledge, self.assessment):
            yield blocks.Say(unsure)
        if signs := self.assessment.taken_back:
            yield blocks.Labelled(words("result.note"), taken_back_words(words, signs), quiet=True)
        for name in ("meanwhile", "elsewhere"):
            if (told := getattr(urgency, name)) and (urgent or name in self.room):
                yield blocks.Say(told)

    def _causes(self) -> Iterator[blocks.Section]:
        """Yield the causes that are shown; what scores above every pattern comes first, with what not to do."""
        words, shown, lead = self.words, self.assessment.shown, self.assessment.leading
        patterns = [cause for cause in shown if cause.kind == "pattern"]
        others = [
            wording.exposure_words(cause) for cause in shown if cause.kind != "pattern" and cause is not lead
        ]
        head = [lead] if lead else patterns[:1]
        nearest = any(cause.unchecked or cause.fit != "well" for cause in head)
        rows: list[blocks.Block] = (
            [blocks.Say(told)] if (told := verdict_in_short(self.knowledge, self.assessment)) else []
        )
        rows += [self._cause(lead, first=False)] if lead else []
        short = [cause for cause in patterns[1:] if "rows" not in self.room and not cause.unchecked]
        rows += [self._cause(c, first=c is patterns[0]) for c in patterns if c not in short]
        if more := [self._in_a_row(cause) for cause in short]:
            rows.append(blocks.Say(sentence("; ".join(more))))
        if others:
            rows.append(blocks.Labelled(words("card.feeding"), "; ".join(others)))
        yield blocks.Section(words("card.nearest" if nearest else "card.looks_like"), tuple(rows), "card")

    def _cause(self, cause: RankedCause, *, first: bool) -> blocks.Entry:
        """Name a cause with how well it fits; of the first, what speaks against it and how long it lasts."""
        leads = cause == self.assessment.leading
        fit = wording.leading_words(self.words, cause) if leads else wording.fit_words(self.words, cause)
        if first:
            fit = fit_and_ahead(self.knowledge, self.assessment, fit)
        return blocks.Entry(
            title=cause.name,
            fit=fit,
            cells=wording.fit_cells(self.knowledge.scoring, cause),
            blocks=tuple(self._below_a_cause(cause, first=first)),
        )

    def _in_a_row(self, cause: RankedCause) -> str:
        """Name a cause and its fit, for a line that it shares."""
        return self.words("card.cause", name=cause.name, fit=wording.fit_words(self.words, cause))

    def _below_a_cause(self, cause: RankedCause, *, first: bool) -> Iterator[blocks.Block]:
        words = self.words
        if cause.unchecked:
            missing = " / ".join(self.knowledge.question[name].ask for name in cause.unchecked)
            yield blocks.Say(words("result.unchecked", questions=missing))
            return
        if first and cause.fit != "well" and "against" in self.room:
            told = tuple(
                wording.evidence_words(self.knowledge, cause.id, row)
                for row in wording.strongest(cause, -1, most=1)
            )
            side = words("side.against")
            if told:
                yield blocks.Sayings(words("result.against"), side, told, len(side))
        calm = not self.assessment.urgency.level.is_urgent
        if first and cause.expect and calm and "expect" in self.room:
            yield blocks.Labelled(words("result.expect"), cause.expect)

    def _steps(self) -> Iterator[blocks.Section]:
        words, rows = self.words, list[blocks.Block]()
        first = step_to_start_with(self.assessment)
        if first:
            cautions = (blocks.Caution(words("result.take_care"), caution) for caution in first.cautions)
            basis = blocks.Basis(wording.follows_from(self.knowledge, first), words(f"grade.{first.grade}"))
            last = [basis] if "basis" in self.room else []
            rows.append(
                blocks.Entry(title=first.title, number=1, blocks=(blocks.Say(first.brief), *cautions, *last))
            )
        more = [
            step.title
            for step in self.assessment.steps
            if step.shown and step is not first and not step.cautions
        ]
        if more and "more_steps" in self.room:
            rows.append(blocks.Labelled(words("card.more_steps"), "; ".join(more)))
        if self.assessment.left_out:
            left_out = "; ".join(step.title for step in self.assessment.left_out)
            rows.append(blocks.Say(sentence(words("card.left_out", steps=left_out))))
        if rows:
            yield blocks.Section(words("card.to_do"), tuple(rows), "card")
