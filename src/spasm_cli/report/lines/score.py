"""The score of a knowledge file on worked cases, as text."""

from collections.abc import Sequence

from spasm_cli.core.evaluation import Outcome, Report, Row
from spasm_cli.core.words import Words
from spasm_cli.wrapping import wrap

WIDTHS = {"name": 44, "share": 6, "interval": 14, "counts": 9, "random": 8, "majority": 8, "naive": 6}
"""The least of each column."""
_SHARES = ("random", "majority", "naive")
_NO_SHARE = "-"


def score_text(report: Report, words: Words, width: int | None = None) -> str:
    """Lay out every measure, and every miss with what was expected and what came; all but the table fits a width."""
    head = {name: words(f"score.{name}") if name != "name" else "" for name in WIDTHS}
    lines = [words("score.cases", count=report.cases), ""]
    lines += _table([head, *(_cells(row, words) for row in report.rows)])
    missed = [outcome for outcome in report.outcomes if outcome.missed or outcome.first is False]
    told = [words("score.misses"), *(_miss(outcome, words) for outcome in missed), ""] if missed else []
    for line in ["", *told, words("score.legend")]:
        lines += (wrap(line, width, rest="    ", hyphens=False) or [""]) if width else [line]
    return "\n".join(lines)


def _table(rows: Sequence[dict[str, str]]) -> list[str]:
    """Put cells below each other: names to the left, all others to the right."""
    widths = {name: max(least, *(len(row[name]) for row in rows)) for name, least in WIDTHS.items()}
    return [
        " ".join(
            row[name].ljust(width) if name == "name" else row[name].rjust(width)
            for name, width in widths.items()
        )
        for row in rows
    ]


def _cells(row: Row, words: Words) -> dict[str, str]:
    rate = row.rate
    shares = {name: getattr(row, name) for name in _SHARES}
    return {
        "name": words(f"measure.{row.name}"),
        "share": f"{rate.share:.0%}",
        "interval": words("score.low_to_high", low=f"{rate.low:.0%}", high=f"{rate.high:.0%}"),
        "counts": f"{rate.hits}/{rate.of}",
        **{name: _NO_SHARE if share is None else f"{share:.0%}" for name, share in shares.items()},
    }


def _miss(outcome: Outcome, words: Words) -> str:
    parts = []
    if not outcome.urgency_fair:
        key = "urgency" if outcome.raised_by else "urgency_alone"
        got, flags = outcome.got_urgency, ", ".join(outcome.raised_by)
        parts.append(words(f"score.{key}", got=got, flags=flags, wanted=outcome.urgency))
    if outcome.first is False:
        shown = ", ".join(outcome.got_causes[:3]) or words("score.nothing")
        key = "second" if outcome.among_first else "missing"
        parts.append(words(f"score.{key}", cause=outcome.cause, shown=shown))
    return f"  {outcome.id}: {'; '.join(parts)}"
