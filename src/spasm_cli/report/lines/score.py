"""The score of a knowledge file on worked cases, as text."""

from spasm_cli.core.evaluation import Outcome, Report, Row

HEAD = f"{'':44} {'share':>6} {'95 % interval':>14} {'cases':>9}   {'random':>6} {'majority':>8} {'naive':>6}"


def score_text(report: Report) -> str:
    """Lay out every measure, and every miss with what was expected and what came."""
    lines = [f"{report.cases} cases", "", HEAD, *(_row(row) for row in report.rows)]
    missed = [outcome for outcome in report.outcomes if outcome.missed or outcome.first is False]
    if missed:
        lines += ["", "Misses (not first, or an urgency that a fair clinician would not take):"]
        lines += [_miss(outcome) for outcome in missed]
    lines += [
        "",
        "random: a guess. majority: always the commonest. naive: counts the listed findings that are present.",
    ]
    return "\n".join(lines)


def _row(row: Row) -> str:
    rate = row.rate
    naive = f"{row.naive:6.0%}" if row.naive is not None else "     -"
    interval = f"{rate.low:.0%} to {rate.high:.0%}"
    counts = f"{rate.hits}/{rate.of}"
    return f"{row.name:44} {rate.share:6.0%} {interval:>14} {counts:>9}   {row.random:6.0%} {row.majority:8.0%} {naive}"


def _miss(outcome: Outcome) -> str:
    parts = []
    if not outcome.urgency_fair:
        why = f"raised by {', '.join(outcome.raised_by)}" if outcome.raised_by else "nothing raised it"
        parts.append(f"urgency {outcome.got_urgency} ({why}), expected {outcome.urgency}")
    if outcome.first is False:
        place = "" if outcome.among_first else ", not among the first three"
        parts.append(f"expected {outcome.cause}{place}; shown: {', '.join(outcome.got_causes[:3]) or 'none'}")
    return f"  {outcome.id}: {'; '.join(parts)}"
