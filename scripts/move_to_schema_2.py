"""Move a knowledge file of the first form (schema = 1) to the second: `python scripts/move_to_schema_2.py OLD NEW`.

Shares get their new shape, what a source was cited for by hand becomes `near`, and the file gets a place of its own whose
words nothing asks for, so that every text stays as it is. A signature is not moved: whoever reviewed it signs anew.
What is left for you stands in docs/knowledge.md, "Moving a file to schema 2".
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

NUMBER = r"[0-9.eE+-]+"
FINDING = re.compile(rf'^(\s*[\w]+\.[\w]+\s*=\s*)\{{\s*p\s*=\s*({NUMBER})\s*,\s*from\s*=\s*"([^"]*)"\s*\}}')
BASELINE = re.compile(rf'baseline\s*=\s*({NUMBER})(?:\s*,\s*baseline_from\s*=\s*"([^"]*)")?')
UNCHECKED = "cited so in schema 1, and not opened again"
"""What is known of how a share follows from the source that it named."""
LONG_TEXT = re.compile("\"\"\"|'''")
PRIOR = re.compile(rf"^prior\s*=\s*({NUMBER})(.*)$")
PRIOR_FROM = re.compile(r'^prior_from\s*=\s*"([^"]*)"(.*)$')
PHONE = re.compile(
    r"(?<![\w.,+(])(?:(?:\+|\(?0)(?:[ ()/-]{0,2}[0-9]){6,14}|[0-9]{3,5}(?:[ -][0-9]{3,5}){2,3}|[0-9]{3,5})"
    r"(?!\w| ?(?:mg|g|ml|kg|m)\b|[,.]\d)"
)
"""What may be one: in groups, or short and without a unit."""
TOLD = ("meta", "levels", "questions", "flags", "causes", "steps")
NOT_TOLD = {
    "id",
    "claim",
    "figure",
    "sources",
    "icd10",
    "when",
    "shown_when",
    "findings",
    "updated",
    "reviewed",
    "version",
    "prior_from",
    "baseline_from",
}
"""Tables that hold texts, and keys in them that hold none."""
PLACE = """
# Whose numbers and words: other stands for everybody. `local` lists words that no text may hold outside this table.
[places.other]
name = "your area"
date = "{date}"
emergency = "your local emergency number"
both = "your local emergency number"
local = []
regions = []
timezones = []
sources = []
"""


def number(p: str, source: str | None) -> str:
    """Write a share in the new shape: nothing is a count before it was opened again."""
    near = "" if source in (None, "judgement") else f', near = ["{source}"], note = "{UNCHECKED}"'
    return f'{{ p = {p}, from = "judgement"{near} }}'


def moved(text: str) -> str:
    """Return the source of a file in the second form."""
    old = tomllib.loads(text)
    ids = iter(question["id"] for question in old["questions"])
    priors = iter(cause.get("prior_from") for cause in old["causes"])
    lines, table, in_text = [], "", False
    for line in text.splitlines():
        was_in_text, in_text = in_text, in_text ^ (len(LONG_TEXT.findall(line)) % 2 == 1)
        if line.lstrip().startswith("[") and not was_in_text:
            table = line.partition("#")[0].strip().strip("[] ")
        if was_in_text:
            lines.append(line)
        elif table == "questions":
            lines += _of_question(line, ids)
        elif table == "causes":
            lines += _of_cause(line, priors)
        else:
            lines += _of_another(line, table)
    if "places" not in old:
        lines += PLACE.format(date=old["meta"]["updated"]).splitlines()
    return "\n".join(lines) + "\n"


def _of_question(line: str, ids: Iterator[str]) -> list[str]:
    line = BASELINE.sub(lambda found: f"baseline = {number(found[1], found[2])}", line)
    if not re.match(r"id\s*=", line):
        return [line]
    # One to three words for lists and progress; better ones are yours to find.
    return [line, f'short = "{next(ids).replace("_", " ")[:30].capitalize()}"']


def _of_cause(line: str, priors: Iterator[str | None]) -> list[str]:
    if found := PRIOR.match(line):
        return [f"prior = {number(found[1], next(priors))}{found[2]}"]
    return [] if PRIOR_FROM.match(line) else [line]


def _of_another(line: str, table: str) -> list[str]:
    if table == "meta":
        line = re.sub(r"^schema\s*=\s*1\b", "schema = 2", line)
        return [] if re.match(r"(reviewed|reviewer)\s*=", line) else [line]
    if table == "scoring" and re.match(r"close_db\s*=", line):
        # How near two causes are is told by how firm their numbers are.
        return []
    if table == "scoring" and re.match(r"steps_per_phase\s*=", line):
        return [line, "usual_people = 10", "spread_db = 2", "well_ahead = 0.9", "a_little_ahead = 0.6"]
    found = FINDING.match(line) if table == "causes.findings" else None
    return [found[1] + number(found[2], found[3]) + line[found.end() :] if found else line]


def numbers_in(text: str) -> list[str]:
    """Return what in the texts of a file may be a phone number, each once."""
    old = tomllib.loads(text)
    texts = (each for table in TOLD for each in _texts(old.get(table, ())))
    return list(dict.fromkeys(found[0] for each in texts for found in PHONE.finditer(each)))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for name, part in value.items() if isinstance(value, dict) else enumerate(value):
            if name not in NOT_TOLD:
                yield from _texts(part)


def _fail(what: str, code: int = 2) -> NoReturn:
    print(what, file=sys.stderr)
    sys.exit(code)


def _read(source: Path) -> str:
    try:
        text = source.read_text(encoding="utf-8-sig")
        meta = tomllib.loads(text).get("meta")
    except OSError as error:
        _fail(f"{source}: cannot be read ({error.strerror}).")
    except ValueError as error:
        _fail(f"{source}: not valid TOML: {error}.")
    if not isinstance(meta, dict) or meta.get("schema") != 1:
        _fail(f"{source}: not of the first form (schema = 1 in [meta]), so there is nothing to move.")
    return text


def main() -> None:
    """Move the file named first to the name given second."""
    if len(sys.argv) != 3:
        _fail("Name two files: python scripts/move_to_schema_2.py OLD NEW")
    source, target = map(Path, sys.argv[1:])
    text = _read(source)
    if target.exists():
        _fail(f"{target}: there is a file already; name another.", 1)
    try:
        new = moved(text)
        target.write_text(new, encoding="utf-8")
    except OSError as error:
        _fail(f"{target}: cannot be written ({error.strerror}).")
    except (KeyError, TypeError, StopIteration) as error:
        _fail(f"{source}: {error} is missing or of another kind; mend it first.")
    print(f"{target} written. Check it with: spasm knowledge validate {target}")
    if numbers := numbers_in(text):
        print(
            f"Numbers stand in the texts, and everybody is told them, wherever they live: {', '.join(numbers)}.\n"
            "Those of phones belong to one country: make a table [places.CODE] for it, name them there, list them in its\n"
            "`local`, and write {emergency} and so on in the texts (docs/knowledge.md, sections 7 and 8).",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main()
