"""The score of a knowledge file on worked cases, as text."""

from spasm_cli.core.evaluation import Outcome, Report, Row
from spasm_cli.core.words import Words

_LINE = "{:44} {:>6} {:>14} {:>9}   {:>6} {:>8} {:>6}"
_HEADS = ("share", "interval", "of_cases", "random", "majority", "naive")


def score_text(report: Report, words: Words) -> str:
    """Lay out every measure, and every miss with what was expected and what came."""
    head = _LINE.format("", *(words(f"score.{name}") for name in _HEADS))
    lines = [words("score.cases", count=report.cases), "", head, *(_row(row, words) for row in report.rows)]
    missed = [outcome for outcome in report.outcomes if outcome.missed or outcome.first is False]
    if missed:
        lines += ["", words("score.misses"), *(_miss(outcome, words) for outcome in missed)]
    return "\n".join([*lines, "", words("score.columns")])


def _row(row: Row, words: Words) -> str:
    rate = row.rate
    interval = words("score.range", low=f"{rate.low:.0%}", high=f"{rate.high:.0%}")
    shares = [f"{share:.0%}" if share is not None else "-" for share in (row.random, row.majority, row.naive)]
    return _LINE.format(row.name, f"{rate.share:.0%}", interval, f"{rate.hits}/{rate.of}", *shares)


def _miss(outcome: Outcome, words: Words) -> str:
    parts = []
    if not outcome.urgency_fair:
        key = "score.raised" if outcome.raised_by else "score.not_raised"
        flags = ", ".join(outcome.raised_by)
        parts.append(words(key, got=outcome.got_urgency, wanted=outcome.urgency, flags=flags))
    if outcome.first is False:
        key = "score.missed" if outcome.among_first else "score.missed_all"
        shown = ", ".join(outcome.got_causes[:3]) or words("score.none")
        parts.append(words(key, cause=outcome.cause, shown=shown))
    return f"  {outcome.id}: {'; '.join(parts)}"
