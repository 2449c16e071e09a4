"""What must be true of the dates of a file; without a clock, so that a file stays as right as it was."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.checking.problems import Problem
from spasm_cli.files.words_file import say
from spasm_cli.text import shorten

MONTHS = 12


def dates_make_sense(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield dates that are none, and a review without a reviewer."""
    dates = [("meta", "updated", knowledge.meta.updated)]
    dates += [("review", "date", knowledge.review.date)] if knowledge.review else []
    dates += [
        (f"places.{code}", "date", str(place["date"]))
        for code, place in knowledge.places.items()
        if "date" in place
    ]
    for table, key, text in dates:
        if not _is_date(text):
            better = _turned(text)
            message = say("check.other_date" if better else "check.no_date", text=shorten(text), date=better)
            yield Problem(table, "", f"{key}: {message}", (key,))
    if knowledge.review and not any(map(str.isalpha, knowledge.review.reviewer)):
        yield Problem("review", "", f"reviewer: {say('check.no_reviewer')}", ("reviewer",))


def changed_after_review(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield a warning for a review that did not see the last change."""
    if knowledge.review and knowledge.signature == "changed":
        yield Problem("review", "", say("check.changed", date=knowledge.review.date), warning=True)


def _is_date(text: str) -> bool:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    with suppress(ValueError):
        return bool(date.fromisoformat(text))
    return False


def _turned(text: str) -> str:
    """Turn a date with the day in front round where it can be nothing else; else return nothing."""
    # A first number up to 12 may be a month.
    parts = re.fullmatch("([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})", text.strip())
    if parts:
        turned = f"{parts[3]}-{int(parts[2]):02}-{int(parts[1]):02}"
        if int(parts[1]) > MONTHS and _is_date(turned):
            return turned
    return ""
