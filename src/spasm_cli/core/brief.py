"""An assessment in one short line, for whoever has many sheets."""

from typing import Literal

from msgspec import Struct

from spasm_cli.core.assessment import Assessment, Verdict
from spasm_cli.core.firmness import Firmness
from spasm_cli.core.scoring import Fit
from spasm_cli.core.vocabulary import Level

SheetId = str | int | float | None


class BriefCause(Struct, frozen=True):
    """A cause that is shown, with its score in decibans."""

    id: str
    score: int
    fit: Fit


class Brief(Struct, frozen=True):
    """What of an assessment fits into a kilobyte; `complete` tells whether all danger signs were checked."""

    schema: Literal["spasm.brief/1"]
    line: int
    id: SheetId
    purpose: str
    urgency: Level
    complete: bool
    stopped: str | None
    reasons: tuple[str, ...]
    """Ids of what raised the urgency, most urgent first."""
    verdict: Verdict
    firmness: Firmness | None
    causes: tuple[BriefCause, ...]
    country: str
    sha256: str


class BadLine(Struct, frozen=True):
    """A line that was not assessed, and why, in words."""

    line: int
    id: SheetId
    error: str


def brief(found: Assessment, line: int, sheet_id: SheetId) -> Brief:
    """Return the short form of an assessment of the sheet on a line (from 1)."""
    return Brief(
        schema="spasm.brief/1",
        line=line,
        id=sheet_id,
        purpose=found.purpose,
        urgency=found.urgency.level,
        complete=found.urgency.complete,
        stopped=found.stopped,
        reasons=tuple(reason.id for reason in found.urgency.reasons),
        verdict=found.verdict,
        firmness=found.firmness,
        causes=tuple(BriefCause(cause.id, cause.score, cause.fit) for cause in found.shown),
        country=found.country,
        sha256=found.knowledge.sha256[:8],
    )
