"""One page for each kind of entry in the knowledge file."""

from collections.abc import Iterable, Mapping, Sequence

from spasm_cli.core.conditions import questions_named
from spasm_cli.core.entries import Cause, Caution, Flag, Question, Source, Step, When, alternatives
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.scoring import prior_weight
from spasm_cli.core.vocabulary import Level
from spasm_cli.report.lines.sheet import Sheet
from spasm_cli.report.page import GET_HELP, SOURCES, TO_DO
from spasm_cli.report.words import GRADE, PHASE, codes, share, source_words
from spasm_cli.words import SECTION, answer_words


def put_cause(sheet: Sheet, knowledge: Knowledge, cause: Cause) -> None:
    """Write what a cause is, which answers bear on it, and what to do about it."""
    _title(sheet, f"Cause ({cause.kind})", cause.id, cause.name)
    sheet.label("Clinical name", f"{cause.clinical_name}{codes(cause.icd10)}")
    sheet.say(cause.summary)
    sheet.gap()
    sheet.label("How good the claim is", cause.claim)
    sheet.label(GET_HELP, cause.see_someone)
    put_condition(sheet, knowledge, "Shown when", cause.shown_when)
    sheet.head("Answers that bear on it")
    sheet.say(
        f"Before any answer it stands at {prior_weight(cause):+d} points: {share(cause.prior)} of everyone "
        f"({cause.prior_from})."
    )
    for question_id, listed in cause.findings.items():
        question = knowledge.question[question_id]
        sheet.say(f"{question.ask} ({question_id})")
        for option in question.options:
            if option.id in listed:
                finding = listed[option.id]
                everybody = f"; of everyone, {share(option.baseline)}" if option.baseline else ""
                words = f"{share(finding.p)} of those with it ({finding.source}){everybody}."
                sheet.label(option.label, words, indent=2)
    _list(sheet, TO_DO, [(name, knowledge.step[name].title) for name in cause.steps])
    put_sources(sheet, knowledge, _cited_by_cause(cause))


def put_step(sheet: Sheet, knowledge: Knowledge, step: Step) -> None:
    """Write what to do, for whom not, how good the evidence is, and which causes use it."""
    _title(sheet, f"Step ({PHASE[step.phase]})", step.id, step.title)
    sheet.say(step.how)
    sheet.gap()
    sheet.label("Evidence", f"{GRADE[step.grade]}. {step.figure}".strip())
    sheet.label("Highest urgency at which it is shown", knowledge.levels[step.up_to].title)
    put_condition(sheet, knowledge, "Only when", step.when)
    if step.if_no_pattern:
        sheet.say("Also shown when no pattern fits.")
    if step.cautions:
        sheet.head("Cautions")
    for caution in step.cautions:
        _caution(sheet, knowledge, caution)
    _list(sheet, "Causes that use it", [(c.id, c.name) for c in knowledge.causes if step.id in c.steps])
    put_sources(sheet, knowledge, step.sources)


def _caution(sheet: Sheet, knowledge: Knowledge, caution: Caution) -> None:
    unknown = ", or if that is not known" if caution.unless_sure else ""
    lead = f"Left out if {caution.who}{unknown}." if caution.drop else f"If {caution.who}:"
    sheet.gap()
    sheet.say(f"{lead} {caution.say}")
    put_condition(sheet, knowledge, "That is", caution.when, indent=2)


def put_flag(sheet: Sheet, knowledge: Knowledge, flag: Flag) -> None:
    """Write what raises the urgency, how far, and why."""
    level = knowledge.levels[flag.urgency]
    _title(sheet, "Flag", flag.id, flag.may_be)
    sheet.label("Urgency", level.title)
    sheet.label(TO_DO, level.routes.get(flag.route, level.act))
    sheet.say(flag.say)
    if flag.stops:
        sheet.say("It ends the questions.")
    put_condition(sheet, knowledge, "Raised when", flag.when)
    put_sources(sheet, knowledge, flag.sources)


def put_question(sheet: Sheet, knowledge: Knowledge, question: Question) -> None:
    """Write what is asked, why, and everything that uses an answer."""
    _title(sheet, f"Question ({SECTION[question.section].lower()})", question.id, question.ask)
    sheet.say(question.help)
    sheet.say("Choose one answer." if question.kind == "one" else "Choose any number of answers.")
    _unsure(sheet, knowledge, question.if_unsure)
    put_condition(sheet, knowledge, "Asked when", question.when)
    sheet.head("Answers")
    for option in question.options:
        everybody = (
            f" Of everyone, {share(option.baseline)} ({option.baseline_from})." if option.baseline else ""
        )
        sheet.label(option.id, f"{option.label}.{everybody}")
        sheet.label("To check", option.check, indent=2)
        _unsure(sheet, knowledge, option.if_unsure, indent=2)
    for heading, entries in _users(knowledge, question.id).items():
        _list(sheet, heading, entries)
    put_sources(sheet, knowledge, [option.baseline_from for option in question.options])


def _users(knowledge: Knowledge, question_id: str) -> Mapping[str, list[tuple[str, str]]]:
    def names(*whens: When) -> bool:
        return any(question_id in questions_named(when) for when in whens)

    causes, steps = knowledge.causes, knowledge.steps
    return {
        "Flags that use it": [(flag.id, flag.may_be) for flag in knowledge.flags if names(flag.when)],
        "Causes that use it": [
            (cause.id, cause.name)
            for cause in causes
            if question_id in cause.findings or names(cause.shown_when)
        ],
        "Steps that use it": [
            (step.id, step.title)
            for step in steps
            if names(step.when, *(caution.when for caution in step.cautions))
        ],
        "Questions that follow from it": [
            (other.id, other.ask) for other in knowledge.questions if names(other.when)
        ],
    }


def _unsure(sheet: Sheet, knowledge: Knowledge, level: Level | None, *, indent: int = 0) -> None:
    if level:
        sheet.label("If not sure", knowledge.levels[level].title, indent=indent)


def put_source(sheet: Sheet, knowledge: Knowledge, source: Source) -> None:
    """Write where something comes from, and what rests on it."""
    _title(sheet, "Source", source.id, source.title)
    sheet.say(source_words(source))
    sheet.address(source.url)
    cited = {
        "Causes that cite it": [(c.id, c.name) for c in knowledge.causes if source.id in _cited_by_cause(c)],
        "Steps that cite it": [
            (step.id, step.title) for step in knowledge.steps if source.id in step.sources
        ],
        "Flags that cite it": [
            (flag.id, flag.may_be) for flag in knowledge.flags if source.id in flag.sources
        ],
        "Questions that cite it": [
            (question.id, question.ask)
            for question in knowledge.questions
            if source.id in {option.baseline_from for option in question.options}
        ],
    }
    for heading, entries in cited.items():
        _list(sheet, heading, entries)


def _cited_by_cause(cause: Cause) -> set[str]:
    findings = {finding.source for listed in cause.findings.values() for finding in listed.values()}
    return {*cause.sources, cause.prior_from, *findings}


def put_condition(sheet: Sheet, knowledge: Knowledge, heading: str, when: When, *, indent: int = 0) -> None:
    """Write a condition in the words of the answers, by question; nothing where there is none."""
    lead = heading
    for case in alternatives(when):
        some = "any of" if case.at_least == 1 or not case.any else f"at least {case.at_least} of"
        for words, references in (("all of", case.all), (some, case.any), ("none of", case.none)):
            if references:
                alone = len(references) == 1 and references is not case.none
                sheet.say(f"{lead}:" if alone else f"{lead} {words}:", indent=indent)
                _references(sheet, knowledge, references, indent=indent + 2)
                lead = "and"
        lead = "or"


def _references(sheet: Sheet, knowledge: Knowledge, names: Sequence[str], *, indent: int) -> None:
    by_question: dict[str, list[str]] = {}
    for name in names:
        by_question.setdefault(name.partition(".")[0], []).append(name.partition(".")[2])
    for question_id, options in by_question.items():
        sheet.say(knowledge.question[question_id].ask, indent=indent)
        for option in options:
            sheet.say(answer_words(knowledge, question_id, option), indent=indent, first="- ")


def put_sources(sheet: Sheet, knowledge: Knowledge, cited: Iterable[str]) -> None:
    """Write the sources cited, each once, in the order of the file."""
    wanted = set(cited)
    entries = [(source.id, source_words(source)) for source in knowledge.sources if source.id in wanted]
    _list(sheet, SOURCES, entries)


def _list(sheet: Sheet, heading: str, entries: Sequence[tuple[str, str]]) -> None:
    if entries:
        sheet.head(heading)
    for name, words in entries:
        sheet.label(name, words)


def _title(sheet: Sheet, kind: str, entry_id: str, title: str) -> None:
    sheet.say(title)
    sheet.label(kind, entry_id)
    sheet.gap()
