"""What the core costs inside one process: loading, assessments, what-if, the next question, and how they grow.

    python scripts/bench_core.py

CPU time, the least of five rounds. The larger files are the shipped one with its causes, or its questions, that many times over.
"""

import time
import tomllib
from collections.abc import Callable

from msgspec.structs import replace
from same_as_before import worked_cases

from spasm_cli.core.answers import Answers
from spasm_cli.core.assessment import assess
from spasm_cli.core.cases import Case
from spasm_cli.core.choosing import by_information
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.what_if import what_if
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file

SHIPPED = str(data_file("causes.toml"))
CASES = load_cases(str(data_file("demo.toml")))
ASKED_FIRST = 6
"""Answers given when the next question is chosen: after the safety screens, where most are still open."""


def main() -> None:
    """Print every row."""
    text = data_file("causes.toml").read_text(encoding="utf-8")
    loading, parsing = least(lambda: load_knowledge(SHIPPED), 3), least(lambda: tomllib.loads(text), 3)
    print(
        f"load the knowledge file   {loading * 1000:7.1f} ms, {loading / parsing:.2f} times the TOML parser alone"
    )
    knowledge = load_knowledge(SHIPPED)
    sheets = [
        sheet for case in CASES if (sheet := answered(knowledge, case)).said and case.urgency != "emergency"
    ]
    worked = [parse_answers(knowledge, answers, source=name) for name, answers in worked_cases()]
    ranked = [sheet for sheet in worked if assess(knowledge, sheet).causes]
    for name, some in (
        ("five of the demo", sheets),
        ("all worked cases", worked),
        ("those with causes", ranked),
    ):
        print(f"assess, {name:17} {1 / mean(some, lambda sheet: assess(knowledge, sheet), 1):7.0f} a second")
    print(f"what_if                   {mean(sheets, lambda sheet: what_if(knowledge, sheet)) * 1000:7.2f} ms")
    print(
        f"choose the next question  {mean(sheets, lambda sheet: choice(knowledge, sheet)) * 1000:7.2f} ms\n"
    )
    print(
        f"{'':22} {'causes':>7} {'options':>8} {'assess ms':>10} {'per product':>12} {'choose ms':>10} {'per product':>12}"
    )
    base: tuple[float, ...] | None = None
    for name, causes, questions in (("as shipped", 1, 1), ("causes x 10", 10, 1), ("causes x 100", 100, 1),
                                    ("questions x 10", 1, 10), ("questions x 100", 1, 100), ("both x 10", 10, 10)):  # fmt: skip
        large = enlarged(knowledge, causes, questions)
        sheet = repeated(large, sheets[0])
        product = len(large.causes) * sum(len(question.options) for question in large.questions)
        costs = tuple(least(lambda: work(large, fresh(sheet)), 1) for work in (assess, choice))  # noqa: B023 - called at once
        base = base or tuple(cost / product for cost in costs)
        shown = "".join(
            f" {cost * 1000:10.2f} {cost / product / unit:12.2f}"
            for cost, unit in zip(costs, base, strict=True)
        )
        print(f"{name:22} {len(large.causes):7} {product // len(large.causes):8}{shown}")


def answered(knowledge: Knowledge, case: Case) -> Answers:
    """Read a worked case's answers."""
    return parse_answers(knowledge, case.answers, source=case.id)


def choice(knowledge: Knowledge, sheet: Answers) -> object:
    """Choose what to ask once the first answers are in."""
    return by_information(knowledge, Answers(dict(list(sheet.given.items())[:ASKED_FIRST])))


def mean(sheets: list[Answers], work: Callable[[Answers], object], times: int = 20) -> float:
    """Return the seconds that a piece of work takes on average over these sheets."""
    return sum(least(lambda: work(fresh(sheet)), times) for sheet in sheets) / len(sheets)  # noqa: B023 - called at once


def fresh(sheet: Answers) -> Answers:
    """Return the same answers with nothing worked out of them yet."""
    return Answers(sheet.given)


def least(work: Callable[[], object], times: int) -> float:
    """Return the least CPU seconds of five rounds; a first call fills the caches."""
    work()
    rounds = []
    for _ in range(5):
        start = time.process_time()
        for _ in range(times):
            work()
        rounds.append((time.process_time() - start) / times)
    return min(rounds)


def enlarged(knowledge: Knowledge, causes: int, questions: int) -> Knowledge:
    """Return the file with its causes and its questions so many times over, each copy under its own id."""
    copies = [replace(question, id=copy_id(question.id, n), when=()) if n else question
              for n in range(questions) for question in knowledge.questions]  # fmt: skip
    grown = [replace(cause, id=copy_id(cause.id, m),
                     findings={copy_id(name, n): found for n in range(questions) for name, found in cause.findings.items()})
             for m in range(causes) for cause in knowledge.causes]  # fmt: skip
    return replace(knowledge, questions=tuple(copies), causes=tuple(grown))


def repeated(knowledge: Knowledge, sheet: Answers) -> Answers:
    """Give every copy of a question the answer of its first."""

    def first(question: Question) -> str:
        return question.id.partition("__")[0]

    return Answers({q.id: sheet[first(q)] for q in knowledge.questions if first(q) in sheet})


def copy_id(name: str, number: int) -> str:
    """Name a copy; number 0 is the original."""
    return f"{name}__{number}" if number else name


if __name__ == "__main__":
    main()
