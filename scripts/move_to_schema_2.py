"""Move a knowledge file of the first form (schema = 1) to the second: `python scripts/move_to_schema_2.py OLD NEW`.

Shares get their new shape, what a source was cited for by hand becomes `near`, and the file gets a place of its own whose
words nothing asks for, so that every text stays as it is. A signature is not moved: whoever reviewed it signs anew.
What is left for you stands in docs/knowledge.md, "Moving a file to schema 2".
"""

import re
import sys
import tomllib
from pathlib import Path

NUMBER = r"[0-9.eE+-]+"
FINDING = re.compile(rf'^(\s*[\w]+\.[\w]+\s*=\s*)\{{\s*p\s*=\s*({NUMBER})\s*,\s*from\s*=\s*"([^"]*)"\s*\}}')
BASELINE = re.compile(rf'baseline\s*=\s*({NUMBER})(?:\s*,\s*baseline_from\s*=\s*"([^"]*)")?')
PRIOR = re.compile(rf"^prior\s*=\s*({NUMBER})(.*)$")
PRIOR_FROM = re.compile(r'^prior_from\s*=\s*"([^"]*)"(.*)$')
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
    near = "" if source in (None, "judgement") else f', near = ["{source}"]'
    return f'{{ p = {p}, from = "judgement"{near} }}'


def moved(text: str) -> str:
    """Return the source of a file in the second form."""
    old = tomllib.loads(text)
    questions = iter(old["questions"])
    priors = iter(cause.get("prior_from") for cause in old["causes"])
    lines, table = [], ""
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            table = line.strip().strip("[]")
        if (found := FINDING.match(line)) and table == "causes.findings":
            line = found[1] + number(found[2], found[3]) + line[found.end() :]
        elif table == "causes" and (found := PRIOR.match(line)):
            line = f"prior = {number(found[1], next(priors))}{found[2]}"
        elif (table == "causes" and PRIOR_FROM.match(line)) or (
            table == "meta" and re.match(r"(reviewed|reviewer)\s*=", line)
        ):
            continue
        elif table == "meta":
            line = re.sub(r"^schema\s*=\s*1\b", "schema = 2", line)
        elif table == "questions":
            line = BASELINE.sub(lambda found: f"baseline = {number(found[1], found[2])}", line)
        lines.append(line)
        if table == "questions" and re.match(r"id\s*=", line):
            # One to three words for lists and progress; better ones are yours to find.
            words = next(questions)["id"].replace("_", " ")
            lines.append(f'short = "{words[:1].upper()}{words[1:30]}"')
        if table == "scoring" and re.match(r"steps_per_phase\s*=", line):
            lines += ["usual_people = 10", "spread_db = 2"]
    if "places" not in old:
        lines += PLACE.format(date=old["meta"]["updated"]).splitlines()
    return "\n".join(lines) + "\n"


def main() -> None:
    """Move the file named first to the name given second."""
    source, target = map(Path, sys.argv[1:3])
    if target.exists():
        sys.exit(f"{target}: there is a file already; name another.")
    target.write_text(moved(source.read_text(encoding="utf-8-sig")), encoding="utf-8")
    print(f"{target} written. Check it with: spasm knowledge validate {target}")


if __name__ == "__main__":
    main()
