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

HEAD = {name: tomllib.loads(SMALL)[name] for name in ("meta", "scoring", "levels", "places")}

LATER = ("usual_people", "spread_db", "well_ahead", "a_little_ahead")
"""Keys of [scoring] that a file in short leaves out."""


def number(share: Any, source: str = "judgement") -> Any:
    """Return a share, written as a bare number, in the form of a file; what is in that form already stays."""
    if isinstance(share, dict):
        share, source = share.get("p", share), share.get("from", source)
    if not isinstance(share, float):
        return share
    near = {"near": [source]} if source != "judgement" else {}
    return {"p": share, "from": "judgement"} | near


def whole(raw: dict[str, Any]) -> dict[str, Any]:
    """Complete a parsed file that was written in short: bare numbers for shares, no short names, no places."""
    if "meta" in raw:
        raw.setdefault(
            "places", {code: place | {"sources": ["judgement"]} for code, place in HEAD["places"].items()}
        )
        raw["scoring"] = {name: HEAD["scoring"][name] for name in LATER} | raw["scoring"]
    for question in raw.get("questions", ()):
        question.setdefault("short", "Short")
        for option in question["options"]:
            source = option.pop("baseline_from", "judgement")
            if "baseline" in option:
                option["baseline"] = number(option["baseline"], source)
    for cause in raw.get("causes", ()):
        cause["prior"] = number(cause["prior"], cause.pop("prior_from", "judgement"))
        for listed in cause.get("findings", {}).values():
            listed |= {
                name: number(share) if "near" not in share else share for name, share in listed.items()
            }
    return raw


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
    return msgspec.convert(whole(raw) | {"words": msgspec.to_builtins(own_words())}, Knowledge)


def sheet(knowledge: Knowledge, **answers: str | list[str]) -> Answers:
    """Give answers as in an answers file."""
    return parse_answers(knowledge, answers, source="test")
