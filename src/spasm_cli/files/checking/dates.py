"""What must be true of the dates in [meta]; without a clock, so that a file stays as right as it was."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.checking.problems import Problem
from spasm_cli.text import shorten

MONTHS = 12


def dates_make_sense(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield dates that are none, and a review without its date or its reviewer."""
    meta = knowledge.meta
    for key, text in (("updated", meta.updated), ("reviewed", meta.reviewed)):
        if text is not None and not _is_date(text):
            yield Problem(
                "meta", "", f'{key}: "{shorten(text)}" is not a date; write it as {_better(text)}', (key,)
            )
    if (meta.reviewed is None) is not (meta.reviewer is None):
        there, other = ("reviewed", "reviewer") if meta.reviewed is not None else ("reviewer", "reviewed")
        yield Problem("meta", "", f"{there}: stands alone; give {other} too, or take it out", (there,))
    elif meta.reviewer is not None and not any(map(str.isalpha, meta.reviewer)):
        yield Problem("meta", "", "reviewer: write the name of the clinician who signed", ("reviewer",))


def changed_after_review(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield a warning for a review that did not see the last change."""
    meta = knowledge.meta
    if meta.reviewed is not None and meta.updated > meta.reviewed:
        message = (
            f"updated: changed since it was reviewed on {meta.reviewed}: "
            "have it reviewed again, or take `reviewed` and `reviewer` out"
        )
        yield Problem("meta", "", message, ("updated",), warning=True)


def _is_date(text: str) -> bool:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    with suppress(ValueError):
        return bool(date.fromisoformat(text))
    return False


def _better(text: str) -> str:
    """Turn a date with the day in front round where it can be nothing else; else show one."""
    # A first number up to 12 may be a month.
    parts = re.fullmatch("([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})", text.strip())
    if parts:
        turned = f"{parts[3]}-{int(parts[2]):02}-{int(parts[1]):02}"
        if int(parts[1]) > MONTHS and _is_date(turned):
            return f'"{turned}"'
    return 'year-month-day, such as "2026-11-24"'
