"""Answers in a FHIR R4 QuestionnaireResponse, which this or another program wrote."""

from collections.abc import Iterator, Mapping
from typing import Any

from spasm_cli.core.answers import Answer, Answers, make_answer, plain_answer
from spasm_cli.core.conditions import hidden
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NOT_SURE
from spasm_cli.errors import MOST_PROBLEMS, SpasmError
from spasm_cli.files.fhir_form import NO, RESPONSE, YES, Item, items, link_of
from spasm_cli.files.words_file import say, suggest
from spasm_cli.text import clean, shorten


def answers_of(
    knowledge: Knowledge, raw: Mapping[str, Any], *, source: str
) -> tuple[dict[str, Any], list[str]]:
    """Return the answers of a response, in the form of an answers file, and what of it could not be read.

    Of a question with many lines some of which are blank, the blank ones count as unsure; without any it was not asked.

    Raises:
        SpasmError: it is another kind of resource, or was marked as an error.
    """
    kind = raw["resourceType"]
    if kind != RESPONSE:
        raise SpasmError(say("fhir.other", file=source, kind=shorten(str(kind))))
    if raw.get("status") == "entered-in-error":
        raise SpasmError(say("fhir.in_error", file=source))
    choices, problems = dict(_choices(items(knowledge))), list[str]()
    codes = dict[str, str]()
    for link, answer in _answers_in(raw.get("item")):
        if len(problems) >= MOST_PROBLEMS:
            break
        if link not in choices:
            problems.append(say("fhir.no_item", item=shorten(link), hint=suggest(link, list(choices))))
        elif link in codes:
            problems.append(say("fhir.twice", item=link))
        elif code := _code(choices[link], answer):
            codes[link] = code
        else:
            known = ", ".join(choices[link])
            problems.append(say("fhir.no_answer", item=link, answers=known))
    return _plain(knowledge, codes), problems


def _choices(items: list[Item]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each linkId that takes an answer, with the codes that it takes and their words."""
    for item in items:
        if options := item.get("answerOption"):
            codings = (option["valueCoding"] for option in options)
            yield item["linkId"], {each["code"]: clean(each["display"]).casefold() for each in codings}
        yield from _choices(item.get("item", []))


def _answers_in(items: object) -> Iterator[tuple[str, Any]]:
    """Yield the linkId and the answer of each item that has one, whatever it is nested in."""
    waiting = [items]
    while waiting:
        here = waiting.pop()
        for item in here if isinstance(here, list) else ():
            if not isinstance(item, dict):
                continue
            answer = item.get("answer")
            if answer:
                yield str(item.get("linkId")), answer
            inner = (
                [each.get("item") for each in answer if isinstance(each, dict)]
                if isinstance(answer, list)
                else []
            )
            waiting += [item.get("item"), *inner]


def _code(choices: Mapping[str, str], answer: Any) -> str | None:  # noqa: ANN401 - what a file holds
    """Return the one code of an answer, by itself or by its words; None where there is none such, or several."""
    if not isinstance(answer, list) or len(answer) != 1 or not isinstance(answer[0], dict):
        return None
    value = answer[0].get("valueCoding", answer[0].get("valueString"))
    told = [value.get("code"), value.get("display")] if isinstance(value, dict) else [value]
    if isinstance(answer[0].get("valueBoolean"), bool):
        told = [YES if answer[0]["valueBoolean"] else NO]
    name = next((each for each in told if isinstance(each, str)), "")
    if name in choices:
        return name
    fitting = [code for code, words in choices.items() if words == clean(name).casefold()]
    return fitting[0] if len(fitting) == 1 else None


def _plain(knowledge: Knowledge, codes: Mapping[str, str]) -> dict[str, Any]:
    given = Answers({})
    for question in knowledge.questions:
        answer = _one(question, codes) if question.kind == "one" else _many(knowledge, question, codes, given)
        if answer:
            given = given.with_answer(question.id, answer)
    return {name: plain_answer(knowledge.question[name], answer) for name, answer in given.items()}


def _one(question: Question, codes: Mapping[str, str]) -> Answer | None:
    code = codes.get(question.id)
    if code is None:
        return None
    return Answer(not_sure=True) if code == NOT_SURE else Answer((code,))


def _many(
    knowledge: Knowledge, question: Question, codes: Mapping[str, str], given: Answers
) -> Answer | None:
    marks = {option.id: codes.get(link_of(question, option.id)) for option in question.options}
    vague = link_of(question, NOT_SURE) in codes
    if not vague and not any(marks.values()):
        return None
    ticked, unsure = ({line for line, code in marks.items() if code == wanted} for wanted in (YES, NOT_SURE))
    blank = {line for line, code in marks.items() if code is None} - hidden(knowledge, question.id, given)
    return make_answer(question, ticked, unsure if vague else unsure | blank, not_sure=vague)
