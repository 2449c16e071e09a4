"""How many prompts the interview takes on the development cases, and whether asking less changes the result.

    python scripts/interview_length.py tests/cases/development_a.toml

Each person answers from their sheet and skips what it lacks: "not sure" for a single answer, "none of these" for ticks.
Cases whose expected urgency is an emergency are left out: there the interview is over at once.
"""

import statistics
import sys

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.assessment import assess
from spasm_cli.core.conditions import still_said
from spasm_cli.core.entries import Question
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.knowledge_file import knowledge_path, load_knowledge


def reply(question: Question, sheet: Answers) -> Answer:
    """Answer from the sheet, or skip; a line that is not shown for this place or age cannot be chosen."""
    found = sheet.get(question.id)
    return (found and still_said(question, found)) or Answer(not_sure=question.kind == "one")


def interview_of(knowledge: Knowledge, sheet: Answers, *, ask_all: bool) -> Interview:
    """Put a person through the whole interview."""
    interview = Interview(knowledge=knowledge, ask_all=ask_all)
    while interview.question is not None:
        interview = interview.answer(reply(interview.question, sheet))
    return interview


def main(files: list[str]) -> None:
    """Print one line a case, then the summary."""
    knowledge = load_knowledge(knowledge_path(None))
    cases = [case for file in files for case in load_cases(file) if case.urgency is not Level.EMERGENCY]
    prompts, same_cause, same_level = [], 0, 0
    for case in cases:
        sheet = parse_answers(knowledge, case.answers, source=case.id)
        short, full = (interview_of(knowledge, sheet, ask_all=ask_all) for ask_all in (False, True))
        less, more = assess(knowledge, short.answers), assess(knowledge, full.answers)
        firsts = [next((cause.id for cause in found.shown), "none") for found in (less, more)]
        prompts.append(len(short.asked))
        same_cause += firsts[0] == firsts[1]
        same_level += less.urgency.level is more.urgency.level
        if firsts[0] != firsts[1] or less.urgency.level is not more.urgency.level:
            levels = f"{less.urgency.level}/{more.urgency.level}"
            print(f"{case.id}: {len(short.asked)} prompts, first {firsts[0]} (all: {firsts[1]}), {levels}")
    print(f"cases that are no emergency: {len(cases)}")
    print(
        f"prompts: median {statistics.median(prompts):g}, 90th percentile {percentile(prompts):g}, most {max(prompts)}"
    )
    print(f"same first cause as asking everything: {same_cause}/{len(cases)}")
    print(f"same urgency as asking everything: {same_level}/{len(cases)}")


def percentile(values: list[int]) -> float:
    """Return the 90th percentile."""
    return statistics.quantiles(values, n=10, method="inclusive")[-1]


if __name__ == "__main__":
    main(sys.argv[1:])
