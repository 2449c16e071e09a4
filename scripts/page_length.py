"""How many words the patient's page has, over the worked cases, and how many it cannot do without.

    python scripts/page_length.py [NUMBER]

Prints a table of the demo cases, one of all worked people by level, and as many of the longest pages as are wanted (10). A page has at
most 250 words wherever what must be on it leaves that much room: level, what to do, why, the first step with its cautions, what was
left out, and when to get help.
"""

import statistics
import sys
from pathlib import Path
from typing import NamedTuple

from spasm_cli.core.assessment import assess
from spasm_cli.core.cases import Case
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.paper import Paper
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file
from spasm_cli.report.page import MOST_WORDS, page_document
from spasm_cli.report.page_words import words_in

CASES = Path(__file__).parents[1] / "tests/cases"
NO_PEOPLE = {"signs.toml"}
PAPER = Paper(date="2026-11-29")


class Page(NamedTuple):
    """The words of one page, and of the shortest that says all that it must."""

    case: str
    level: Level
    words: int
    least: int


def page(knowledge: Knowledge, case: Case) -> Page:
    """Count the words of a case's page."""
    found = assess(knowledge, parse_answers(knowledge, case.answers, source=case.id))
    whole, least = (words_in(page_document(knowledge, found, PAPER, most=most)) for most in (MOST_WORDS, 0))
    return Page(case.id, found.urgency.level, whole, least)


def main(most: int) -> None:
    """Print the tables."""
    knowledge = load_knowledge(str(data_file("causes.toml"))).at("gb")
    files = [path for path in sorted(CASES.glob("*.toml")) if path.name not in NO_PEOPLE]
    demo = [page(knowledge, case) for case in load_cases(str(data_file("demo.toml")))]
    pages = [page(knowledge, case) for file in files for case in load_cases(str(file))]
    print("| demo case | level | words | at least |\n| --- | --- | --- | --- |")
    for each in demo:
        print(f"| `{each.case}` | {each.level.value} | {each.words} | {each.least} |")
    print(
        f"\n| level | pages | half have at most | longest | over {MOST_WORDS} |\n| --- | --- | --- | --- | --- |"
    )
    for level in Level:
        words = [each.words for each in pages if each.level is level]
        over = sum(count > MOST_WORDS for count in words)
        print(f"| {level.value} | {len(words)} | {statistics.median_high(words)} | {max(words)} | {over} |")
    longest = sorted(pages, key=lambda each: -each.words)[:most]
    print(f"\nLongest: {', '.join(f'{each.case} {each.words}' for each in longest)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10)
