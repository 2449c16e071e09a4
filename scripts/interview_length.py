"""How many prompts the interview takes on the development cases, and whether asking less changes the result.

    python scripts/interview_length.py tests/cases/development_*.toml

Each person answers from their sheet and skips what it lacks: "not sure" for a single answer, "none of these" for ticks; what is put
once more is so. Prints whose first cause or urgency differs from asking everything, and how many differ from the sheet as it was
written, which also has lines that nobody in that place or of that age is shown. Prompts are counted where no emergency ends them.
"""

import statistics
import sys
from dataclasses import dataclass

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.assessment import assess
from spasm_cli.core.cases import Case
from spasm_cli.core.conditions import still_said
from spasm_cli.core.entries import Question
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.knowledge_file import knowledge_path, load_knowledge


@dataclass(frozen=True)
class Found:
    """What matters of a result: the cause that is told first, and the urgency."""

    first: str
    level: Level
    fair: bool
    """Whether the first is the cause that the case names, or one that it accepts."""


@dataclass(frozen=True)
class Played:
    """One case: as it was asked, asked for everything, and the sheet as it stands."""

    id: str
    prompts: int
    asked: Found
    everything: Found
    sheet: Found


def reply(question: Question, sheet: Answers) -> Answer:
    """Answer from the sheet, or skip; a line that is not shown for this place or age cannot be chosen."""
    found = sheet.get(question.id)
    return (found and still_said(question, found)) or Answer(not_sure=question.kind == "one")


def interview_of(knowledge: Knowledge, sheet: Answers, *, ask_all: bool) -> Interview:
    """Put a person through the whole interview."""
    interview = Interview(knowledge=knowledge, ask_all=ask_all)
    while interview.end is None:
        if interview.question is None:
            interview = interview.confirm("yes")
        else:
            interview = interview.answer(reply(interview.question, sheet))
    return interview


def play(knowledge: Knowledge, case: Case) -> Played:
    """Play one case all three ways."""
    sheet = parse_answers(knowledge, case.answers, source=case.id)
    short, full = (interview_of(knowledge, sheet, ask_all=ask_all) for ask_all in (False, True))
    asked, everything, whole = (
        _found(knowledge, case, said) for said in (short.answers, full.answers, sheet)
    )
    return Played(case.id, len(short.asked), asked, everything, whole)


def _found(knowledge: Knowledge, case: Case, answers: Answers) -> Found:
    told = assess(knowledge, answers)
    first = next((cause.id for cause in told.shown), "none")
    return Found(first, told.urgency.level, first in (case.cause, *case.acceptable))


def main(files: list[str]) -> None:
    """Print one line for each case that differs, then the summary."""
    knowledge = load_knowledge(knowledge_path(None)).at("gb")
    played = [play(knowledge, case) for file in files for case in load_cases(file)]
    for one in played:
        if one.asked != one.everything:
            print(
                f"{one.id}: {one.asked.first}, {one.asked.level}; asked for everything: {one.everything.first}, {one.everything.level}"
            )
    prompts = [one.prompts for one in played if one.asked.level is not Level.EMERGENCY]
    print(f"cases: {len(played)}, of which no emergency: {len(prompts)}")
    print(
        f"prompts: median {statistics.median(prompts):g}, 90th percentile {percentile(prompts):g}, most {max(prompts)}"
    )
    for name in ("everything", "sheet"):
        others = [(one.asked, getattr(one, name)) for one in played]
        print(f"against {name}: same first cause {sum(a.first == b.first for a, b in others)}, "
              f"same urgency {sum(a.level is b.level for a, b in others)}, "
              f"first is a fair one {sum(a.fair for a, _ in others)} for {sum(b.fair for _, b in others)}")  # fmt: skip


def percentile(values: list[int]) -> float:
    """Return the 90th percentile."""
    return statistics.quantiles(values, n=10, method="inclusive")[-1]


if __name__ == "__main__":
    main(sys.argv[1:])
