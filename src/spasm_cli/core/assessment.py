"""The whole product as one function: `assess(knowledge, answers) -> Assessment`."""

from itertools import chain, islice
from typing import Literal

import msgspec
from msgspec import Struct

from spasm_cli.core.answers import Answers, to_plain
from spasm_cli.core.conditions import in_doubt
from spasm_cli.core.firmness import Firmness, firmness
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.plan import LeftOut, Plan, PlannedStep, make_plan
from spasm_cli.core.scoring import RankedCause, rank_causes
from spasm_cli.core.triage import Reason, Triage, triage
from spasm_cli.core.vocabulary import Level, LevelText, questions_named
from spasm_cli.core.what_if import WhatIf, what_if

Verdict = Literal["clear", "close", "none"]


class Urgency(Struct, frozen=True, gc=False):
    """How urgent it is, what to do about it, and why."""

    level: Level
    complete: bool
    """Whether every safety question that applies was answered."""
    title: str
    act: str
    elsewhere: str
    meanwhile: str
    note: str
    """Says that danger signs were not all checked; empty when they were."""
    reasons: tuple[Reason, ...]

    @property
    def headline(self) -> str:
        """The level and what to do, as two sentences."""
        return f"{self.title}. {self.act}"


class KnowledgeNote(Struct, frozen=True, gc=False):
    """Which knowledge file this rests on, so that a result can be reproduced."""

    title: str
    version: str
    updated: str
    reviewed: str | None
    reviewer: str | None
    sha256: str


class Assessment(Struct, frozen=True, gc=False):
    """Everything that a page shows. Same answers and same file: the same bytes as JSON."""

    schema: str
    purpose: str
    safety_net: str
    stopped: str | None
    country: str
    """Whose numbers and words the texts have; several are joined by "+"."""
    review: Literal["signed", "changed", "none"]
    knowledge: KnowledgeNote
    answers: dict[str, str | list[str]]
    unanswered_safety: tuple[str, ...]
    not_sure: int
    """How many of the answers were "not sure", wholly or in part."""
    urgency: Urgency
    verdict: Verdict
    verdict_note: str
    firmness: Firmness | None
    """How firm the first place is; None where no pattern is shown, or there is no second."""
    causes: tuple[RankedCause, ...]
    """All that this person can have, best first, but none that is held back (`unchecked`) before another that is shown;
    empty at an emergency and when stopped."""
    steps: tuple[PlannedStep, ...]
    left_out: tuple[LeftOut, ...]
    what_if: tuple[WhatIf, ...]
    taken_back: tuple[str, ...] = ()
    """Danger signs, in words, that were ticked on the way and then taken back; answers alone do not tell."""

    @property
    def over(self) -> bool:
        """Whether it ends with what to do, without a ranking and steps: at an emergency, and when stopped."""
        return self.urgency.level is Level.EMERGENCY or self.stopped is not None

    @property
    def shown(self) -> tuple[RankedCause, ...]:
        """The causes to show, best first."""
        return tuple(cause for cause in self.causes if cause.shown)

    @property
    def leading(self) -> RankedCause | None:
        """The contributor to show before all else: the best one, where it scores above every pattern."""
        best = max((cause.score for cause in self.causes if cause.kind == "pattern"), default=None)
        found = next((cause for cause in self.shown if cause.kind == "contributor"), None)
        return found if found and (best is None or found.score > best) else None


def assess(knowledge: Knowledge, answers: Answers, *, explore: bool = False) -> Assessment:
    """Compare answers with the knowledge: urgency first, then causes and steps.

    Pure: reads no clock, no file and no terminal. At an emergency, and when a flag stops, there are no causes
    and no steps. `explore` also works out what would change the result, which costs some hundred rankings.
    """
    found = triage(knowledge, answers)
    over = found.level is Level.EMERGENCY or found.stopped is not None
    causes = () if over else rank_causes(knowledge, answers)
    shown = [cause.id for cause in causes if cause.shown]
    plan = Plan() if over else make_plan(knowledge, answers, shown, found.level)
    pair = rivals(causes)
    firm = firmness(knowledge, answers, *pair) if pair else None
    verdict = _verdict(causes, firm)
    meta = knowledge.meta
    return Assessment(
        schema="spasm.assessment/1",
        purpose=meta.purpose,
        safety_net=meta.safety_net,
        stopped=found.stopped,
        knowledge=KnowledgeNote(
            meta.title,
            meta.version,
            meta.updated,
            knowledge.review.date if knowledge.review else None,
            knowledge.review.reviewer if knowledge.review else None,
            knowledge.sha256,
        ),
        country=knowledge.country,
        review=knowledge.signature,
        answers=to_plain(knowledge, answers),
        unanswered_safety=found.unanswered,
        not_sure=sum(map(in_doubt, answers.values())),
        urgency=urgency_of(knowledge, found),
        verdict=verdict,
        verdict_note="" if over else _verdict_note(knowledge, found, causes, firm),
        firmness=firm,
        causes=causes,
        steps=plan.steps,
        left_out=plan.left_out,
        what_if=what_if(knowledge, answers) if explore and not over else (),
    )


def to_json(assessment: Assessment) -> bytes:
    """Return the assessment as one JSON object, indented, with a newline at the end."""
    return msgspec.json.format(msgspec.json.encode(assessment), indent=2) + b"\n"


def urgency_now(knowledge: Knowledge, answers: Answers) -> Urgency:
    """Return the urgency that `assess` finds, without the rest of it."""
    return urgency_of(knowledge, triage(knowledge, answers))


def urgency_of(knowledge: Knowledge, found: Triage) -> Urgency:
    """Put a level into words: its headline, where to go and why; an all-clear is never among them while danger signs are unchecked."""
    text = knowledge.levels[found.level]
    complete = not found.unanswered
    unchecked = not complete and (found.level is Level.SELF_CARE or _half_told(knowledge, found))
    return Urgency(
        level=found.level,
        complete=complete,
        title=_title(knowledge, found, unchecked=unchecked),
        act=knowledge.meta.unchecked if unchecked else _act(knowledge, found),
        # What soothes at this level would be taken for an all-clear while danger signs are unchecked.
        elsewhere="" if unchecked else text.elsewhere,
        meanwhile="" if found.stopped or unchecked else text.meanwhile,
        note="" if complete or unchecked or found.level is Level.EMERGENCY else knowledge.meta.unchecked,
        reasons=found.reasons,
    )


def _act(knowledge: Knowledge, found: Triage) -> str:
    """Say where to go, and how soon, where a top reason says so: the soonest wins."""
    act = where_to_go(knowledge.levels[found.level], found.reasons, found.level)
    named = {reason.within for reason in found.reasons if reason.level is found.level}
    soonest = next((within for within in ("now", "today") if within in named), None)
    return knowledge.words(f"result.within_{soonest}", act=act) if soonest else act


def _half_told(knowledge: Knowledge, found: Triage) -> bool:
    """Tell whether the little that a ticked danger sign raises is all there is because what belongs to it was never asked."""
    safety = {question.id for question in knowledge.safety_questions if question.section == "safety"}
    opened = (questions_named(knowledge.question[name].when) for name in found.unanswered)
    return found.level is Level.ROUTINE and any(names and names <= safety for names in opened)


def _title(knowledge: Knowledge, found: Triage, *, unchecked: bool) -> str:
    """Choose the headline: the level's own, unless the checks are missing or a flag of this level stops."""
    meta = knowledge.meta
    if unchecked:
        return meta.unchecked_title
    stops = any(reason.id == found.stopped and reason.level is found.level for reason in found.reasons)
    return (stops and meta.stopped_title) or knowledge.levels[found.level].title


def where_to_go(text: LevelText, reasons: tuple[Reason, ...], level: Level) -> str:
    """Choose where to go: the level's own words, or the first of its routes that a top reason names.

    A route in `only_alone` counts only when every top reason names it.
    """
    named = {reason.route for reason in reasons if reason.level is level}
    if not text.prefer_route and "" in named:
        return text.act
    fit = (name for name in text.routes if name in named and (name not in text.only_alone or named == {name}))
    return text.routes.get(next(fit, ""), text.act)


def rivals(causes: tuple[RankedCause, ...]) -> tuple[str, str] | None:
    """Return the first pattern shown and the second, or, where only one is shown, the best of the others; None without two.

    What is held back is not among them.
    """
    shown = _patterns(causes)
    others = (cause for cause in causes if cause.kind == "pattern" and not cause.shown)
    first, second = islice(chain(shown, others, (None, None)), 2)
    return (first.id, second.id) if shown and first and second else None


def _verdict(causes: tuple[RankedCause, ...], firm: Firmness | None) -> Verdict:
    if not _patterns(causes):
        return "none"
    return "close" if firm and firm.word == "about_equal" else "clear"


def _patterns(causes: tuple[RankedCause, ...]) -> list[RankedCause]:
    """Return the patterns that are shown and not held back, best first."""
    return [cause for cause in causes if cause.shown and cause.kind == "pattern" and not cause.unchecked]


def _verdict_note(
    knowledge: Knowledge, found: Triage, causes: tuple[RankedCause, ...], firm: Firmness | None
) -> str:
    told = knowledge.levels[found.level].causes_note
    patterns, held_back = _patterns(causes), any(cause.unchecked for cause in causes)
    if not patterns:
        note = knowledge.words("result.none_first") if held_back else knowledge.meta.no_pattern
        told = f"{told} {note}"
    elif firm and not found.level.is_urgent and not (found.unanswered or held_back):
        told = f"{told} {_firmness_words(knowledge, patterns, firm)}"
    return told.strip()


def _firmness_words(knowledge: Knowledge, patterns: list[RankedCause], firm: Firmness) -> str:
    """Say how firm the first place is; nothing where it fits only partly, or where what it is compared with is not shown."""
    first, *others = patterns
    if first.fit != "well" or not (others or firm.word == "well_ahead"):
        return ""
    second = others[0].name if others else ""
    return knowledge.words(f"firmness.{firm.word}", first=first.name, second=second)
