"""Make a pseudo-language, to see in a run which words are not data: every other word that is shown ends with the mark Ø.

    python scripts/pseudo.py FOLDER [KNOWLEDGE]
    spasm check --knowledge FOLDER/knowledge.qps.toml

Writes into FOLDER the program's own words (words.qps.toml), a knowledge file (knowledge.qps.toml; of data/causes.toml, if
none is named) and the worked cases (demo.qps.toml). Each word has accents on its vowels and is about a third longer, as in
many languages. What stays: placeholders, ids, sources, web addresses, and what is typed on a command line, such as --set.
"""

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data"
LANGUAGE = "qps"  # of the codes that stand for no language
MARK = "Ø"
"""The end of a word; a capital, so that a text put into small letters shows."""
FILLER = "ø"
WORD = r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W\d_]+)*"
KEPT = (
    r"\{[A-Za-z_]+\}|`[^`]*`|https?://\S+|--[a-z-]+|\bspasm (?:check|explain|demo|knowledge [a-z]+)\b"
    r"|[\w/.-]*\.(?:html|toml|json|txt)\b|\b[A-Z_]+=|\[\[?\w+\]\]?"
)
"""What no language changes: names of values, and what is typed on a command line."""
_PART = re.compile(rf"(?P<kept>{KEPT})|(?P<word>{WORD})")
_ACCENTS = str.maketrans("aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ")
_LONGER = 3
"""A word gets a letter for each so many that it has."""
NOT_TEXTS = {
    *("id", "kind", "section", "phase", "grade", "urgency", "up_to", "if_unsure", "within", "route", "steps"),
    *(
        "unsure_route",
        "only_alone",
        "when",
        "shown_when",
        "only",
        "shown_if_asked",
        "sources",
        "from",
        "near",
    ),
    *("icd10", "pose", "props", "feel", "version", "updated", "date", "local", "regions", "timezones"),
}
"""Keys of a knowledge file with nothing in them that a person reads as words."""
NOT_TABLES = {"scoring", "sets", "sources"}


def main(folder: str, knowledge: str = str(DATA / "causes.toml")) -> None:
    """Write the three files."""
    target = Path(folder)
    target.mkdir(exist_ok=True)
    made = {
        f"words.{LANGUAGE}.toml": words(read(DATA / "words.toml")),
        f"knowledge.{LANGUAGE}.toml": entries(read(Path(knowledge))),
        f"demo.{LANGUAGE}.toml": cases(read(DATA / "demo.toml")),
    }
    for name, raw in made.items():
        (target / name).write_text(as_toml(raw), encoding="utf-8")


def read(path: Path) -> dict[str, Any]:
    """Parse a file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def pseudo(text: str) -> str:
    """Mark every word of a text."""
    return _PART.sub(lambda part: part["kept"] or _marked(part["word"]), text)


def _marked(word: str) -> str:
    return word.translate(_ACCENTS) + FILLER * (-(-len(word) // _LONGER) - 1) + MARK


def words(raw: dict[str, Any]) -> dict[str, Any]:
    """Return the program's own words, marked."""
    return {name: _texts(table, set()) for name, table in raw.items()} | _LANGUAGE


def entries(raw: dict[str, Any]) -> dict[str, Any]:
    """Return a knowledge file with its texts marked, and without what a reviewer signed."""
    told = {
        name: table if name in NOT_TABLES else _texts(table, NOT_TEXTS)
        for name, table in raw.items()
        if name != "review"
    }
    return told | {"meta": told["meta"] | _LANGUAGE}


def cases(raw: dict[str, Any]) -> dict[str, Any]:
    """Return worked cases with what the people say marked."""
    return {"cases": [case | {"presentation": pseudo(case["presentation"])} for case in raw["cases"]]}


_LANGUAGE = {"language": LANGUAGE}


def _texts(value: Any, but: set[str]) -> Any:  # noqa: ANN401 - any part of a file
    """Mark all texts in a part of a file, but for those under some keys."""
    if isinstance(value, str):
        return pseudo(value)
    if isinstance(value, list):
        return [_texts(part, but) for part in value]
    if isinstance(value, dict):
        return {name: part if name in but else _texts(part, but) for name, part in value.items()}
    return value


def as_toml(raw: dict[str, Any]) -> str:
    """Write a parsed file as TOML: a table for each table, and everything in it on one line."""
    lines: list[str] = []
    for name, content in raw.items():
        if not isinstance(content, list | dict):
            lines.append(f"{name} = {_value(content)}")
        for entry in content if isinstance(content, list) else [content] if isinstance(content, dict) else ():
            lines += ["", f"[[{name}]]" if isinstance(content, list) else f"[{name}]"]
            lines += [f"{json.dumps(key)} = {_value(part)}" for key, part in entry.items()]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:  # noqa: ANN401 - any part of a file
    if isinstance(value, dict):
        parts = ", ".join(f"{json.dumps(key)} = {_value(part)}" for key, part in value.items())
        return f"{{ {parts} }}" if parts else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False) if not isinstance(value, float) else repr(value)


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
