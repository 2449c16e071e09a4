"""The day on a page for the hand: the one thing that a result does not have from the answers and the file."""

import os
from datetime import UTC, date, datetime

MOST_DIGITS = 11
"""Of seconds that are a day within the calendar."""


def today() -> date:
    """Return the day: here, or that of SOURCE_DATE_EPOCH, so that a page can be made again."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    known = fixed.isascii() and fixed.isdecimal() and len(fixed) <= MOST_DIGITS
    return (datetime.fromtimestamp(int(fixed), UTC) if known else datetime.now().astimezone()).date()
