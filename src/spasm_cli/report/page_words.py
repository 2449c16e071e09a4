"""The words of a page: how many there are, and where a sentence ends."""

import re

from msgspec import Struct

from spasm_cli.report import blocks

UNSAID = {"tone", "part", "weight", "box", "lines", "number", "cells", "beside", "widest"}
"""Fields of a block that are no words on paper."""


def words_in(part: object) -> int:
    """Count the words of a document, or of a part of it; what stands for a drawing is not read by those who see it."""
    if isinstance(part, str):
        return len(re.findall(r"\w+(?:['\u2019.,-]\w+)*", part))
    if isinstance(part, tuple):
        return sum(map(words_in, part))
    if isinstance(part, blocks.Drawing):
        return 0
    if isinstance(part, Struct):
        unsaid = {*UNSAID, *({"name"} if getattr(part, "quiet", False) else ())}
        return sum(words_in(getattr(part, name)) for name in part.__struct_fields__ if name not in unsaid)
    return 0


def first_sentence(text: str) -> str:
    """Return a text up to where its second sentence begins."""
    ends = (found.start() + 1 for found in re.finditer(r"[.!?] (\w)", text) if found[1].isupper())
    return text[: next(ends, len(text))]
