"""Answers from outside: a TOML or JSON file, a pipe, and --set."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import msgspec

from spasm_cli.core.answers import Answer, Answers, make_answer
from spasm_cli.core.assessment import Assessment
from spasm_cli.core.danger_signs import danger_lost
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NONE, NOT_SURE
from spasm_cli.errors import MOST_PROBLEMS, AnswersError, SpasmError
from spasm_cli.files.raw_answers import read_raw
from spasm_cli.files.reading import shown_name
from spasm_cli.files.words_file import say, suggest
from spasm_cli.text import clean, shorten
from spasm_cli.words import answer_words, lines_in_one, option_words, taken_back_words


def read_given(
    knowledge: Knowledge,
    file: str | None,
    settings: Sequence[str],
    note: Callable[[str], object] = lambda _: None,
    carried: Answers | None = None,
) -> Answers:
    """Return the answers of a file ("-" is standard input), or those `carried`, overruled by `question=option[,option]` settings.

    What is overruled of danger signs is said to `note`.

    Raises:
        AnswersError: with every problem in the answers.
        SpasmError: the file cannot be read, or is neither TOML nor JSON.
    """
    problems: list[str] = []
    raw = answers_in(knowledge, file, problems) if file else {}
    from_file = carried or parse_answers(knowledge, raw, source=shown_name(file or ""), problems=problems)
    from_settings = parse_answers(knowledge, settings_in(knowledge, settings), source="--set")
    for name in from_file.keys() & from_settings.keys():
        if lost := danger_lost(knowledge, name, from_file[name], from_settings[name]):
            lines = lines_in_one(knowledge, knowledge.question[name], lost)
            note(say("answers_file.overruled", question=name, lines=lines))
    return Answers({**from_file, **from_settings})


def answers_in(knowledge: Knowledge, name: str, problems: list[str] | None = None) -> dict[str, object]:
    """Return the answers of a file, which may hold more, as a saved result does, and name options in words.

    What of a form of others cannot be read is added to `problems`.
    """
    raw: dict[str, Any] = read_raw(name, knowledge.words("result.urgency"))
    if "resourceType" in raw:
        from spasm_cli.files.fhir_reading import answers_of  # noqa: PLC0415 - most sheets are our own

        raw, found = answers_of(knowledge, raw, source=shown_name(name))
        (problems if problems is not None else []).extend(found)
    if not raw.keys() & knowledge.question.keys():
        if isinstance(raw.get("answers"), dict):
            raw = raw["answers"]
        elif "cases" in raw:
            raise SpasmError(say("answers_file.cases", file=shown_name(name)))
        elif raw.keys() & {"meta", "questions", "causes"}:
            raise SpasmError(say("answers_file.knowledge", file=shown_name(name)))
    known = knowledge.question
    return {
        key: _by_id(knowledge, known[key], value) if key in known else value for key, value in raw.items()
    }


def _by_id(knowledge: Knowledge, question: Question, value: object) -> object:
    """Return an answer with those options by id that are given in the words on the screen."""
    names = options_of(question)
    names += [f"{option.id}?" for option in question.options if question.kind == "many"]
    words = [clean(option_words(knowledge, question, name)).casefold() for name in names]
    known = {said: name for said, name in zip(words, names, strict=True) if words.count(said) == 1}
    if question.kind == "many":
        known.setdefault(clean(knowledge.words("ask.not_sure_of_one")).casefold(), NOT_SURE)

    def named(item: object) -> object:
        return (
            known.get(clean(item).casefold(), item) if isinstance(item, str) and item not in names else item
        )

    return [named(item) for item in value] if isinstance(value, list) else named(value)


def settings_in(knowledge: Knowledge, settings: Sequence[str]) -> dict[str, object]:
    """Return the answers of `--set`.

    Raises:
        AnswersError: one is no setting, or names nothing, or no answer, or comes twice.
    """
    raw: dict[str, object] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        name = name.strip()
        question = knowledge.question.get(name)
        items = [item.strip() for item in value.split(",") if item.strip()]
        if question and _by_id(knowledge, question, value) != value:
            items = [value]  # words, in which a comma parts nothing
        problem = ""
        if not equals or not name:
            problem = f'"{shorten(setting)}": {say("answers_file.setting")}'
        elif name in raw:
            problem = f"{shorten(name)}: {say('answers_file.set_twice')}"
        elif question and not items:
            options = ", ".join(options_of(question))
            problem = f"{name}: {say('answers_file.no_answer', options=options)}"
        if problem:
            raise AnswersError(say("answers_file.unusable", source="--set"), [problem])
        many = question is not None and question.kind == "many"
        raw[name] = [] if items == [NONE] and many else items if many or len(items) != 1 else items[0]
    return raw


def parse_answers(
    knowledge: Knowledge, raw: Mapping[str, object], *, source: str, problems: Sequence[str] = ()
) -> Answers:
    """Read answers in the form of an answers file.

    Raises:
        AnswersError: with every problem found, `problems` first; `source` names the file or option in it.
    """
    problems = list(problems)
    given: dict[str, Answer] = {}
    for name, value in raw.items():
        if len(problems) >= MOST_PROBLEMS:
            problems.append(say("answers_file.more"))
            break
        question = knowledge.question.get(name)
        if question is None:
            hint = suggest(name, list(knowledge.question))
            key = "answers_file.no_question_like" if hint else "answers_file.no_question"
            problems.append(f'"{shorten(name)}": {say(key, hint=hint)}')
            continue
        answer, found = (
            _parse_one(knowledge, question, value)
            if question.kind == "one"
            else _parse_many(knowledge, question, value)
        )
        problems += [f"{name}: {problem}" for problem in found]
        given[name] = answer
    if problems:
        raise AnswersError(say("answers_file.unusable", source=source), problems)
    return Answers(given)


def _parse_one(knowledge: Knowledge, question: Question, value: object) -> tuple[Answer, list[str]]:
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        if len(value) == 1:
            return Answer(), [say("answers_file.no_brackets", option=shorten(value[0]))]
        options = say("list.or").join(shorten(item) for item in value[:MOST_PROBLEMS])
        return Answer(), [say("answers_file.keep_one", options=options)]
    if not isinstance(value, str):
        example = question.options[0].id
        return Answer(), [say("answers_file.one", example=example, got=describe(value))]
    if value == NOT_SURE:
        return Answer(not_sure=True), []
    if f"{question.id}.{value}" not in knowledge.references[question.id]:
        return Answer(), [_unknown_option(knowledge, question, value)]
    return Answer((value,)), []


def _parse_many(knowledge: Knowledge, question: Question, value: object) -> tuple[Answer, list[str]]:
    if value in (NONE, NOT_SURE):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        example = question.options[0].id
        return Answer(), [say("answers_file.many", example=example, got=describe(value))]
    items: list[str] = value
    if not items:
        return Answer(), []
    ticked = {item for item in items if not item.endswith("?") and item not in (NONE, NOT_SURE)}
    unsure = {item[:-1] for item in items if item.endswith("?")}
    unknown = sorted(item for item in ticked | unsure if question.option(item) is None)
    problems = [_unknown_option(knowledge, question, item) for item in unknown[:MOST_PROBLEMS]]
    problems += [say("answers_file.ticked_and_unsure", option=item) for item in sorted(ticked & unsure)]
    if NONE in items and len(items) > 1:
        problems.append(say("answers_file.none_alone"))
    return make_answer(question, ticked, unsure, not_sure=NOT_SURE in items), problems


def _unknown_option(knowledge: Knowledge, question: Question, name: str) -> str:
    known = options_of(question)
    meant = str(_by_id(knowledge, question, name))
    # The nearest to "none" would be "not_sure", which is something else.
    hint = "" if name == NONE else suggest(meant, known if meant == name else [meant])
    return say("answers_file.no_option", option=shorten(name), hint=hint, options=", ".join(known))


def options_of(question: Question) -> list[str]:
    """Return all that an answers file may name for a question."""
    extra = [NOT_SURE] if question.kind == "one" else [NONE, NOT_SURE]
    return [option.id for option in question.options] + extra


def describe(value: object) -> str:
    """Name the type of a value from a file, for a message."""
    names: dict[type[Any], str] = {bool: "true_false", int: "number", float: "number", str: "text"}
    names |= {list: "list", dict: "table", date: "date", datetime: "date", time: "time"}
    return say(f"type.{names.get(type(value), 'nothing')}")


def answers_toml(knowledge: Knowledge, assessment: Assessment) -> str:
    """Return the answers as TOML, each beside its question and answer in words, without a newline at the end."""
    about, words = assessment.knowledge, knowledge.words
    head = (
        assessment.purpose,
        words("saved.answers_for", title=about.title, version=about.version, hash=about.sha256[:8]),
        words("saved.again"),
        *([taken_back_words(words, assessment.taken_back)] if assessment.taken_back else []),
    )
    lines = [f"# {clean(line)}" for line in head]
    for name, answer in assessment.answers.items():
        # Ids are lower snake case: as JSON they are the same as in TOML.
        value = msgspec.json.encode(answer).decode()
        told = f"{knowledge.question[name].ask} {answer_words(knowledge, name, answer)}"
        lines.append(f"{name} = {value}  # {clean(told)}")
    return "\n".join(lines)
