"""One page for each kind of entry in the knowledge file."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from spasm_cli.core.entries import Cause, Caution, Flag, Question, Source, Step
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Number
from spasm_cli.core.scoring import prior_weight
from spasm_cli.core.vocabulary import Level, When, alternatives, questions_named, split_reference
from spasm_cli.report.lines.sheet import Sheet
from spasm_cli.report.wording import cited, codes, counted, source_words
from spasm_cli.words import answer_words

Entry = Cause | Step | Flag | Question | Source


class EntryPage:
    """Writes entries of the knowledge on a sheet."""

    def __init__(self, knowledge: Knowledge, sheet: Sheet) -> None:
        self.knowledge, self.sheet, self.words = knowledge, sheet, knowledge.words

    def write(self, entry: Entry) -> None:
        """Write all that the file says about an entry."""
        match entry:
            case Cause():
                self._cause(entry)
            case Step():
                self._step(entry)
            case Flag():
                self._flag(entry)
            case Question():
                self._question(entry)
            case Source():
                self._source(entry)

    def _cause(self, cause: Cause) -> None:
        """Write what a cause is, which answers bear on it, and what to do about it."""
        words, sheet = self.words, self.sheet
        self._title(words(f"explain.cause_{cause.kind}"), cause.id, cause.name)
        sheet.label(words("result.clinical_name"), f"{cause.clinical_name}{codes(cause.icd10)}")
        sheet.say(cause.summary)
        sheet.gap()
        sheet.label(words("why.claim"), cause.claim)
        sheet.label(words("result.get_help"), cause.see_someone)
        if cause.expect:
            sheet.label(words("result.expect"), cause.expect)
        if cause.do_not:
            sheet.say(cause.do_not)
        if cause.known:
            sheet.label(words("explain.known"), cause.known)
        self._condition("explain.only_when", cause.only)
        self._condition("explain.shown_when", cause.shown_when)
        self._list(
            "explain.shown_if_asked",
            [(name, self.knowledge.question[name].ask) for name in cause.shown_if_asked],
        )
        sheet.head(words("explain.bears_on_it"))
        points, start = f"{prior_weight(cause):+d}", counted(words, cause.common)
        source = self._cited(cause.common)
        sheet.say(words("explain.starts_at", points=points, share=start, source=source))
        for question_id, listed in cause.findings.items():
            question = self.knowledge.question[question_id]
            sheet.say(words("explain.question_id", question=question.ask, id=question_id))
            for option in question.options:
                if option.id in listed:
                    finding, usual = listed[option.id], option.usual
                    told = words(
                        "explain.finding_beside" if usual else "explain.finding",
                        share=counted(words, finding),
                        source=self._cited(finding),
                        baseline=counted(words, usual) if usual else "",
                    )
                    sheet.label(option.label, told, indent=2)
        self._list("result.to_do", [(name, self.knowledge.step[name].title) for name in cause.steps])
        self._sources(_cited_by_cause(cause))

    def _step(self, step: Step) -> None:
        """Write what to do, for whom not, how good the evidence is, and which causes use it."""
        words, sheet = self.words, self.sheet
        self._title(words("explain.step", phase=words(f"phase.{step.phase}")), step.id, step.title)
        sheet.say(step.how)
        sheet.gap()
        sheet.hang(f"{words(f'grade.{step.grade}')} {step.figure}")
        sheet.label(words("explain.highest"), self.knowledge.levels[step.up_to].title)
        self._condition("explain.only_when", step.when)
        if step.if_no_pattern:
            sheet.say(words("explain.no_pattern"))
        if step.cautions:
            sheet.head(words("explain.cautions"))
        for caution in step.cautions:
            self._caution(caution)
        users = [(cause.id, cause.name) for cause in self.knowledge.causes if step.id in cause.steps]
        self._list("explain.causes_use", users)
        self._sources(step.sources)

    def _caution(self, caution: Caution) -> None:
        if not caution.who:
            named = (name for case in alternatives(caution.when) for name in case.any)
            who = self.words("list.or").join(self.knowledge.line(name).you for name in named)
            caution = replace(caution, who=who)
        left_out = "left_out_or" if caution.unless_sure else "left_out_if"
        key = f"explain.{left_out if caution.drop else 'if'}"
        self.sheet.gap()
        self.sheet.say(self.words(key, who=caution.who, what=caution.say))
        self._condition("explain.that_is", caution.when, indent=2)

    def _flag(self, flag: Flag) -> None:
        """Write what raises the urgency, how far, and why."""
        words, level = self.words, self.knowledge.levels[flag.urgency]
        self._title(words("explain.flag"), flag.id, flag.may_be)
        self.sheet.label(words("result.urgency"), level.title)
        act = level.routes.get(flag.route, level.act)
        told = words(f"result.within_{flag.within}", act=act) if flag.within else act
        self.sheet.label(words("result.to_do"), told)
        self.sheet.say(flag.say)
        if flag.stops:
            self.sheet.say(words("explain.ends"))
        self._condition("explain.raised_when", flag.when)
        self._sources(flag.sources)

    def _question(self, question: Question) -> None:
        """Write what is asked, why, and everything that uses an answer."""
        words, sheet = self.words, self.sheet
        self._title(words(f"explain.question_{question.section}"), question.id, question.ask)
        sheet.say(question.help)
        sheet.say(words(f"explain.{question.kind}"))
        self._unsure(question.if_unsure)
        self._condition("explain.asked_when", question.when)
        sheet.head(words("explain.answers"))
        for option in question.options:
            told = words(
                "explain.option_beside" if option.usual else "explain.option",
                label=option.label,
                share=counted(words, option.usual) if option.usual else "",
                source=self._cited(option.usual) if option.usual else "",
            )
            sheet.label(option.id, told)
            sheet.label(words("explain.to_check"), option.check, indent=2)
            self._unsure(option.if_unsure, indent=2)
        self._users(question.id)
        self._sources(_cited_by_question(question))

    def _users(self, question_id: str) -> None:
        def names(*whens: When) -> bool:
            return any(question_id in questions_named(when) for when in whens)

        known = self.knowledge
        causes = (
            cause
            for cause in known.causes
            if question_id in {*cause.findings, *cause.shown_if_asked} or names(cause.shown_when, cause.only)
        )
        steps = (step for step in known.steps if names(step.when, *(each.when for each in step.cautions)))
        self._list("explain.flags_use", [(flag.id, flag.may_be) for flag in known.flags if names(flag.when)])
        self._list("explain.causes_use", [(cause.id, cause.name) for cause in causes])
        self._list("explain.steps_use", [(step.id, step.title) for step in steps])
        follow = [(other.id, other.ask) for other in known.questions if names(other.when)]
        self._list("explain.questions_follow", follow)

    def _unsure(self, level: Level | None, *, indent: int = 0) -> None:
        if level:
            self.sheet.label(
                self.words("explain.if_not_sure"), self.knowledge.levels[level].title, indent=indent
            )

    def _source(self, source: Source) -> None:
        """Write where something comes from, and what rests on it."""
        known, name = self.knowledge, source.id
        self._title(self.words("explain.source"), name, source.title)
        self.sheet.say(source_words(self.words, source))
        self.sheet.address(source.url)
        self.sheet.address(source.copy_url)
        causes = [(cause.id, cause.name) for cause in known.causes if name in _cited_by_cause(cause)]
        self._list("explain.causes_cite", causes)
        self._list(
            "explain.steps_cite", [(step.id, step.title) for step in known.steps if name in step.sources]
        )
        self._list(
            "explain.flags_cite", [(flag.id, flag.may_be) for flag in known.flags if name in flag.sources]
        )
        questions = (question for question in known.questions if name in _cited_by_question(question))
        self._list("explain.questions_cite", [(question.id, question.ask) for question in questions])

    def _condition(self, heading: str, when: When, *, indent: int = 0) -> None:
        """Write a condition in the words of the answers, by question; nothing where there is none."""
        lead = self.words(heading)
        for case in alternatives(when):
            some = "any_of" if case.at_least == 1 or not case.any else "at_least"
            each = tuple(name for name in case.all if isinstance(name, str))
            groups = (("any_of", group) for group in case.all if not isinstance(group, str))
            for key, names in (("all_of", each), *groups, (some, case.any), ("none_of", case.none)):
                if names:
                    alone = len(names) == 1 and names is not case.none
                    said = self.words(f"explain.{'just' if alone else key}", lead=lead, count=case.at_least)
                    self.sheet.say(said, indent=indent)
                    self._references(names, indent=indent + 2)
                    lead = self.words("explain.and")
            lead = self.words("explain.or")

    def _references(self, names: Sequence[str], *, indent: int) -> None:
        by_question: dict[str, list[str]] = {}
        for name in names:
            question_id, option_id = split_reference(name)
            by_question.setdefault(question_id, []).append(option_id)
        for question_id, options in by_question.items():
            self.sheet.say(self.knowledge.question[question_id].ask, indent=indent)
            for option in options:
                told = answer_words(self.knowledge, question_id, option)
                self.sheet.say(told, indent=indent, first="- ")

    def _sources(self, cited: Iterable[str]) -> None:
        """Write the sources cited, each once, in the order of the file."""
        wanted = set(cited)
        found = [
            (each.id, source_words(self.words, each)) for each in self.knowledge.sources if each.id in wanted
        ]
        self._list("why.sources", found)

    def _list(self, heading: str, entries: Sequence[tuple[str, str]]) -> None:
        if entries:
            self.sheet.head(self.words(heading))
        for name, told in entries:
            self.sheet.label(name, told)

    def _cited(self, number: Number) -> str:
        return ", ".join(cited(self.words, number.cited))

    def _title(self, kind: str, entry_id: str, title: str) -> None:
        self.sheet.say(title)
        self.sheet.label(kind, entry_id)
        self.sheet.gap()


def _cited_by_cause(cause: Cause) -> set[str]:
    numbers = (number for listed in cause.findings.values() for number in listed.values())
    return {*cause.sources, *cause.common.cited, *(name for number in numbers for name in number.cited)}


def _cited_by_question(question: Question) -> set[str]:
    return {name for option in question.options if option.usual for name in option.usual.cited}
