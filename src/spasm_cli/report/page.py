"""The patient's page: what to do, what it looks like, when to get help, on one side of paper."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from msgspec import Struct

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.paper import Paper
from spasm_cli.core.plan import PlannedStep
from spasm_cli.core.scoring import RankedCause
from spasm_cli.core.vocabulary import Level, alternatives
from spasm_cli.core.words import Words
from spasm_cli.report import blocks, wording
from spasm_cli.report.card_words import (
    fit_and_ahead,
    in_few_words,
    net_in_short,
    reasons_in_short,
    step_to_start_with,
    verdict_in_short,
)
from spasm_cli.report.drawing import draw_pose
from spasm_cli.report.page_words import first_sentence, words_in
from spasm_cli.report.why import reasons_told
from spasm_cli.words import taken_back_words

MOST_WORDS = 250
"""What one side holds in large letters beside a drawing, and what people read of a leaflet."""
WHILE_ROOM = (
    "step", "reasons", "others", "known", "not_sure", "book", "stop_whole", "stop_mind", "stop_free", "elsewhere", "why_left_out", "summary", "expect", "see_someone", "also", "second",
)  # fmt: skip
"""What is said only where the page stays that short, most wanted first; no caution is among it."""
MOST_DRAWINGS = 2
MOST_REASONS = {Level.EMERGENCY: 2}
"""Told in an emergency, where reading takes time; what was ticked is named in any case."""
USUAL_REASONS = 3


def page_document(
    knowledge: Knowledge, assessment: Assessment, paper: Paper, *, most: int = MOST_WORDS
) -> blocks.Document:
    """Put a result into a page to keep, in at most so many words, or in as few as leave no caution out."""
    everything, wanted = _Page(knowledge, assessment, paper, frozenset()), frozenset[str]()
    for name in WHILE_ROOM:
        more = _Page(knowledge, assessment, paper, wanted | {name})
        if words_in(more.document()) <= most:
            everything, wanted = more, wanted | {name}
    return everything.document()


class _Page(Struct, frozen=True):
    """The page of one assessment, with what there is room for."""

    knowledge: Knowledge
    assessment: Assessment
    paper: Paper
    room: AbstractSet[str]

    @property
    def words(self) -> Words:
        return self.knowledge.words

    @property
    def alarm(self) -> bool:
        """Whether all that counts is to get help at once."""
        return self.assessment.urgency.level is Level.EMERGENCY

    def document(self) -> blocks.Document:
        first = self._first_step()
        parts = (
            self._head(),
            self._banner(),
            blocks.Section(self.words("page.do_now"), tuple(self._do_now(first)), "do"),
            blocks.Section(self.words("result.left_out"), tuple(self._left_out()), "left_out"),
            blocks.Section(self.words("result.looks_like"), tuple(self._looks_like()), "looks"),
            blocks.Section(self.words("phase.prevent"), tuple(self._stop(first)), "stop"),
            blocks.Section(self.words("result.get_help"), tuple(self._get_help()), "help"),
            blocks.Section("", tuple(self._foot()), "notes"),
        )
        return blocks.Document(tuple(part for part in parts if not part.empty))

    def _head(self) -> blocks.Section:
        """Leave room for whose page it is; in an emergency nobody fills in a form."""
        named = [("page.name", ""), ("page.date", self.paper.date), ("page.next_visit", "")]
        wanted = named[1:2] if self.alarm else named
        return blocks.Section(
            "", tuple(blocks.Labelled(self.words(key), value) for key, value in wanted), "head"
        )

    def _banner(self) -> blocks.Banner:
        urgency, words = self.assessment.urgency, self.words
        return blocks.Banner(
            tone=wording.tone(urgency),
            loud=self.alarm,
            title=blocks.Labelled(words("result.urgency"), urgency.title, "strong", quiet=True),
            act=blocks.Labelled(words("result.to_do"), urgency.act, "strong", quiet=True),
            blocks=tuple(self._below_the_level()),
        )

    def _below_the_level(self) -> Iterator[blocks.Block]:
        urgency = self.assessment.urgency
        yield from self._reasons()
        if urgency.note:
            yield blocks.Say(urgency.note, "strong")
        if signs := self.assessment.taken_back:
            yield blocks.Say(taken_back_words(self.words, signs))
        if urgency.meanwhile:
            yield blocks.Say(urgency.meanwhile)
        if urgency.elsewhere and (urgency.level.is_urgent or "elsewhere" in self.room):
            yield blocks.Say(urgency.elsewhere)

    def _reasons(self) -> Iterator[blocks.Block]:
        """Say why: each reason whole, and what was ticked; or the first and the ticks of the others, where these need no hurry."""
        level, words = self.assessment.urgency.level, self.words
        why, also = reasons_in_short(self.knowledge, self.assessment)
        if also and not level.is_urgent and "reasons" not in self.room:
            yield blocks.Because(words("result.why"), why, matters=False)
            yield blocks.Say(also)
            return
        reasons, most = [*reasons_told(self.assessment)], MOST_REASONS.get(level, USUAL_REASONS)
        for reason in reasons[:most]:
            if reason.level is level:
                yield blocks.Because(words("result.why"), reason.say, matters=False)
            elif "also" in self.room:
                name = words("result.also", level=self.knowledge.levels[reason.level].title)
                yield blocks.Because(name, reason.say, matters=True)
        if (level.is_urgent or len(reasons) > most) and (ticked := self._ticked()):
            yield blocks.Labelled(words("result.you_said"), ticked)

    def _ticked(self) -> str:
        """Return what was said that makes it this urgent, in few words."""
        level = self.assessment.urgency.level
        raised = {reason.id for reason in reasons_told(self.assessment) if reason.level is level}
        flags = [flag for flag in self.knowledge.flags if flag.id in raised]
        named = [name for flag in flags for case in alternatives(flag.when) for name in case.references]
        given = wording.references_in(self.assessment.answers)
        signs = [name for name in named if name in given and not self.knowledge.is_place_or_age(name)]
        return in_few_words(self.knowledge, signs)

    def _first_step(self) -> PlannedStep | None:
        """Return the step that the card begins with; of today, where help comes first, only while there is room."""
        today = self.assessment.urgency.level is Level.SAME_DAY
        return None if today and "step" not in self.room else step_to_start_with(self.assessment)

    def _do_now(self, first: PlannedStep | None) -> Iterator[blocks.Block]:
        if first:
            yield self._step(first, first.poses[:MOST_DRAWINGS])
        second = next((step for step in self.assessment.steps if step.shown and step is not first), None)
        if first and second and second.phase == "now" and "second" in self.room:
            yield self._step(second, ())

    def _step(self, step: PlannedStep, poses: tuple[str, ...], *, whole: bool = True) -> blocks.Entry:
        cautions = (blocks.Caution(self.words("result.take_care"), caution) for caution in step.cautions)
        drawings = (draw_pose(self.knowledge.pose[name]) for name in poses)
        told = [blocks.Say(step.brief)] if whole else []
        return blocks.Entry(title=step.title, blocks=(*drawings, *told, *cautions))

    def _left_out(self) -> Iterator[blocks.Crossed]:
        why = "why_left_out" in self.room
        for out in self.assessment.left_out:
            yield blocks.Crossed(out.title, out.why if why else "")

    def _looks_like(self) -> Iterator[blocks.Block]:
        words, shown, lead = self.words, self.assessment.shown, self.assessment.leading
        patterns = [cause for cause in shown if cause.kind == "pattern"]
        feeding = [cause for cause in shown if cause.kind != "pattern" and cause is not lead]
        verdict = verdict_in_short(self.knowledge, self.assessment)
        yield from ([blocks.Say(verdict)] if self.assessment.causes and verdict else [])
        if lead:
            yield blocks.Point(wording.sentence(wording.leading_words(words, lead)), lead.name)
        close = self.assessment.verdict == "close"
        for place, cause in enumerate(patterns if close or "others" in self.room else patterns[:1]):
            yield self._cause(cause, first=place == 0)
            if place == 0 and self._tells_how_long(cause):
                yield blocks.Labelled(words("result.expect"), cause.expect)
        if feeding:
            known = "known" in self.room
            told = "; ".join(wording.exposure_words(cause) if known else cause.name for cause in feeding)
            yield blocks.Labelled(words("result.feeding"), told, "strong")

    def _tells_how_long(self, cause: RankedCause) -> bool:
        calm = not (self.assessment.urgency.level.is_urgent or cause.unchecked)
        return bool(cause.expect) and calm and "expect" in self.room

    def _cause(self, cause: RankedCause, *, first: bool) -> blocks.Block:
        fit = wording.fit_words(self.words, cause)
        told = [f"{fit_and_ahead(self.knowledge, self.assessment, fit) if first else fit}."]
        if cause.unchecked:
            missing = " / ".join(self.knowledge.question[name].short for name in cause.unchecked)
            told.append(self.words("result.unchecked", questions=missing))
        elif first and "summary" in self.room:
            told.append(first_sentence(cause.summary))
        nearest = first and (cause.unchecked or cause.fit != "well")
        named = self.words("page.nearest", cause=cause.name) if nearest else cause.name
        return blocks.Point(" ".join(told), named)

    def _stop(self, first: PlannedStep | None) -> Iterator[blocks.Block]:
        """Tell a step that prevents: whole, else with what to mind, else one that needs no caution, by name."""
        steps = [
            step
            for step in self.assessment.steps
            if step.shown and step.phase == "prevent" and step is not first
        ]
        free = (step for step in steps if not step.cautions)
        told = "stop" if "stop_whole" in self.room or "stop_mind" in self.room else "stop_free"
        step = next(iter(steps) if told == "stop" else free, None)
        if step and (told == "stop" or told in self.room):
            whole = "stop_whole" in self.room
            new = tuple(name for name in step.poses if not first or name not in first.poses)
            yield self._step(step, new[:1] if whole else (), whole=whole)

    def _get_help(self) -> Iterator[blocks.Block]:
        if not self.assessment.over:
            yield from map(blocks.Say, net_in_short(self.assessment, book="book" in self.room))
            cause = next(iter(self.assessment.shown), None)
            if cause and not self.assessment.urgency.level.is_urgent and "see_someone" in self.room:
                yield blocks.Say(cause.see_someone)
        clinic = self.paper.clinic
        if clinic and not self.alarm:
            more = f"{clinic.phone}, {clinic.hours}" if clinic.hours else clinic.phone
            yield blocks.Labelled(clinic.name, more, "strong")

    def _foot(self) -> Iterator[blocks.Block]:
        count = self.assessment.not_sure
        if count and not self.alarm and "not_sure" in self.room:
            yield blocks.Say(self.words("result.not_sure", count=count))
        if not self.alarm:
            yield blocks.Say(self.words("page.if_new"), "strong")
        if self.paper.code:
            yield blocks.Labelled(self.words("code.name").rstrip(" :"), self.paper.code)
            yield blocks.Say(self.words("code.whoever"))
        yield blocks.Say(self.assessment.purpose)
        yield blocks.Say(wording.provenance(self.knowledge, "page.knowledge"))
