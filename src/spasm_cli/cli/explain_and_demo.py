"""`spasm explain` and `spasm demo`."""

import sys

from spasm_cli.cli.asking import choose_front, early_ends
from spasm_cli.cli.country import load_here
from spasm_cli.cli.showing import show_result
from spasm_cli.core.assessment import assess
from spasm_cli.core.cases import Case
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.words import Words
from spasm_cli.errors import SpasmError, did_you_mean
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import DEMO, load_demo
from spasm_cli.files.knowledge_file import knowledge_path
from spasm_cli.files.translation import in_language
from spasm_cli.prompts.screens import Choice, Move, Screen
from spasm_cli.report.lines.explain import explain, index
from spasm_cli.report.views import View
from spasm_cli.widths import READABLE
from spasm_cli.words import answer_words
from spasm_cli.wrapping import columns, fill


def run_explain(entry_id: str | None, knowledge_file: str | None, country: str | None) -> None:
    """Write a page about one entry, or the index."""
    knowledge = load_here(knowledge_file, country)
    width = columns(sys.stdout, READABLE)
    print(explain(knowledge, entry_id, width=width) if entry_id else index(knowledge, width=width))


def run_demo(
    case_id: str | None, *, view: View, plain: bool, knowledge_file: str | None, country: str | None
) -> None:
    """Write a worked case: what the person says, the answers, the result; without a name, let one be chosen."""
    knowledge = load_here(knowledge_file, country)
    cases, words = load_demo(knowledge, knowledge_path(knowledge_file)), knowledge.words
    if case_id is None:
        case_id = _choose(words, cases, plain=plain)
        if case_id is None:
            return
    if case_id not in cases:
        hint = did_you_mean(words, case_id, list(cases))
        raise SpasmError(words("command.no_case", name=case_id, hint=hint, cases=", ".join(cases)))
    _tell(knowledge, cases[case_id], view=view, plain=plain)


def _choose(words: Words, cases: dict[str, Case], *, plain: bool) -> str | None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        for case in cases.values():
            print(f"{case.id}: {case.presentation}")
        print(f"\n{words('command.see_case')}")
        return None
    choices = tuple(Choice(id=case.id, label=case.presentation) for case in cases.values())
    screen = Screen(
        words=words,
        heading=words("ask.demo"),
        ask=words("ask.which_case"),
        choices=choices,
        can_go_back=False,
    )
    with early_ends("command.stopped_only", "command.ended_choosing"):
        chosen = choose_front(plain=plain).ask(screen)
    return None if isinstance(chosen, Move) else next(iter(chosen))


def _tell(knowledge: Knowledge, case: Case, *, view: View, plain: bool) -> None:
    answers = parse_answers(
        knowledge, case.answers, source=f"{in_language(DEMO, knowledge.meta.language)}: {case.id}"
    )
    width = columns(sys.stdout, READABLE)
    print(fill(knowledge.words("command.presentation", words=case.presentation), width), end="\n\n")
    for question in knowledge.questions:
        if question.id in answers:
            words = answer_words(knowledge, question.id, answers[question.id])
            print(fill(f"{question.ask} {words}", width, rest="  "))
    print()
    assessment = assess(knowledge, answers, explore=True)
    show_result(knowledge, assessment, view, plain=plain)
