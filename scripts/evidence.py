"""Write what every number of the knowledge file rests on into docs/evidence.md: what `spasm knowledge evidence` says, as Markdown.

    python scripts/evidence.py

Run it when a number, its source or its note has changed, or a development sheet; a test holds the two together. What stands
above and below the two marks is written by hand.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from spasm_cli.core.evidence import grounds_of
from spasm_cli.files.cases_file import load_cases, sheets_of
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file
from spasm_cli.report.blocks import Block, Cited, Document, Labelled, Say, Section, Table
from spasm_cli.report.evidence import evidence_document

TOP = Path(__file__).parents[1]
PAGE = TOP / "docs" / "evidence.md"
BEGIN, END = "<!-- begin: scripts/evidence.py -->", "<!-- end: scripts/evidence.py -->"
MARKED = re.compile(f"(?<={BEGIN}\n).*?(?={END})", re.DOTALL)
SHEETS = sorted((TOP / "tests" / "cases").glob("development_*.toml"))


def made() -> str:
    """Return what stands between the marks."""
    knowledge = load_knowledge(str(data_file("causes.toml"))).at("gb")
    cases = [case for file in SHEETS for case in load_cases(str(file), knowledge)]
    return markdown(evidence_document(knowledge, grounds_of(knowledge, sheets_of(knowledge, cases))))


def markdown(document: Document) -> str:
    """Return a document of sections; one that is a table alone is headed one level lower."""
    parts = []
    for section in document.parts:
        if not isinstance(section, Section):
            raise TypeError(type(section))
        level = "###" if len(section.blocks) == 1 and isinstance(section.blocks[0], Table) else "##"
        parts.append(f"\n{level} {section.heading}\n\n" + "\n".join(map(told, section.blocks)) + "\n")
    return "".join(parts) + "\n"


def told(block: Block) -> str:
    """Return one block."""
    match block:
        case Table():
            return "\n".join(table(block))
        case Say():
            return f"\n{block.words}"
        case Labelled():
            return f"- **{block.name}**: {block.words}"
        case Cited():
            return f"- **{block.id}**: {block.words}" + (f" <{block.url}>" if block.url else "")
        case _:
            raise TypeError(type(block))


def table(block: Table) -> Iterator[str]:
    """Yield the lines of a table."""
    for row in (block.heads, ["---"] * len(block.heads), *block.rows):
        yield "| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |"


def page(text: str) -> str:
    """Return the page with what stands between its marks made anew."""
    if not MARKED.search(text):
        raise ValueError(f"{PAGE.name} has lost its marks")
    return MARKED.sub(lambda _: made(), text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
    sys.exit(0)
