"""Compare this checkout with an older one: the same urgency, scores and steps for every case and 10,000 random people?

    git worktree add --detach ../before 60fcb3f && make -C ../before setup
    python scripts/same_as_before.py ../before

Each checkout answers in a Python of its own, with its own code and its own knowledge file. Prints one line, and the first
differences above it; exits with 1 where there is one.
"""

import json
import random
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

TOP = Path(__file__).parents[1]
PEOPLE = 10_000
MOST_SHOWN = 10

ANSWER = """
import json, sys
try:
    from spasm_cli.core.assessment import assess
    from spasm_cli.files.answers_file import parse_answers
    from spasm_cli.files.knowledge_file import load_knowledge
    from spasm_cli.files.shipped import data_file
except ModuleNotFoundError:  # as it was laid out up to 60fcb3f
    from spasm_cli.answers_file import parse_answers
    from spasm_cli.assessment import assess
    from spasm_cli.loading import data_file, load_knowledge

knowledge = load_knowledge(str(data_file("causes.toml")))
if hasattr(knowledge, "at"):
    knowledge = knowledge.at("gb")
for line in sys.stdin:
    found = assess(knowledge, parse_answers(knowledge, json.loads(line), source="sheet"))
    print(json.dumps({
        "urgency": found.urgency.level,
        "raised by": [reason.id for reason in found.urgency.reasons],
        "complete": found.urgency.complete,
        "scores": [(cause.id, cause.score, cause.shown) for cause in found.causes],
        "verdict": found.verdict,
        "steps": [(step.id, step.shown) for step in found.steps],
        "left out": [step.id for step in found.left_out],
    }))
"""


def main(old: Path) -> int:
    """Ask both about everybody, and compare."""
    cases, people = worked_cases(), random_people(random.Random(20261129))
    sheets = [answers for _, answers in cases] + people
    names = [name for name, _ in cases] + [f"random sheet {place}" for place in range(len(people))]
    different = [
        (name, before, now)
        for name, before, now in zip(names, answered(old, sheets), answered(TOP, sheets), strict=True)
        if before != now
    ]
    for name, before, now in different[:MOST_SHOWN]:
        parts = {part: (before[part], now[part]) for part in before if before[part] != now[part]}
        print(f"{name}: {parts}")
    same = len(sheets) - len(different)
    print(
        f"{len(cases)} cases and {len(people)} random sheets: {same} have the same urgency, scores and steps, "
        f"{len(different)} have not"
    )
    return int(bool(different))


def worked_cases() -> list[tuple[str, dict[str, Any]]]:
    """Return the answers of every case of tests/cases and of the demo."""
    files = [*sorted((TOP / "tests" / "cases").glob("*.toml")), TOP / "data" / "demo.toml"]
    return [
        (f"{file.stem}/{case['id']}", case["answers"])
        for file in files
        for case in tomllib.loads(file.read_text(encoding="utf-8")).get("cases", [])
    ]


def random_people(chance: random.Random) -> list[dict[str, Any]]:
    """Draw sheets of all lengths; danger signs are rare, or every random person would be an emergency."""
    questions = tomllib.loads((TOP / "data" / "causes.toml").read_text(encoding="utf-8"))["questions"]
    return [person(questions, chance) for _ in range(PEOPLE)]


def person(questions: list[dict[str, Any]], chance: random.Random) -> dict[str, Any]:
    """Draw one sheet."""
    share, sheet = chance.random(), {}
    for question in questions:
        if chance.random() > share:
            continue
        names = [option["id"] for option in question["options"]]
        if question["kind"] == "one":
            sheet[question["id"]] = chance.choice([*names, "not_sure"])
            continue
        rate = 0.02 if question["section"] == "safety" else 0.3
        ticked = [f"{name}{'?' * (chance.random() < 0.2)}" for name in names if chance.random() < rate]
        sheet[question["id"]] = [*ticked, *["not_sure"] * (chance.random() < rate / 3)]
    return sheet


def answered(tree: Path, sheets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let a checkout assess all of them."""
    run = subprocess.run(
        [tree / ".venv" / "bin" / "python", "-c", ANSWER],
        cwd=tree,
        input="".join(json.dumps(sheet) + "\n" for sheet in sheets),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python scripts/same_as_before.py OLD_CHECKOUT")
    sys.exit(main(Path(sys.argv[1]).resolve()))
