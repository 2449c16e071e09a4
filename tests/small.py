"""A knowledge file small enough to work out by hand; tests of the core take it apart."""

import copy
import tomllib
from typing import Any

import msgspec
from test_loading import SMALL

from spasm_cli.core.answers import Answers
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.words_file import own_words

HEAD = {name: tomllib.loads(SMALL)[name] for name in ("meta", "scoring", "levels")}


def built(text: str, **changes: Any) -> Knowledge:
    """Build the knowledge of this TOML below the head of the small file; `levels__same_day={…}` changes a table of it."""
    raw = (
        copy.deepcopy(HEAD) | dict.fromkeys(("flags", "causes", "steps", "sources"), ()) | tomllib.loads(text)
    )
    for path, values in changes.items():
        table = raw
        for name in path.split("__"):
            table = table[name]
        table.update(values)
    return msgspec.convert(raw | {"words": msgspec.to_builtins(own_words())}, Knowledge)


def sheet(knowledge: Knowledge, **answers: str | list[str]) -> Answers:
    """Give answers as in an answers file."""
    return parse_answers(knowledge, answers, source="test")
