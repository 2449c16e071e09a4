"""Answers as a FHIR R4 QuestionnaireResponse, for other programs."""

from collections.abc import Iterator, Mapping
from html import escape

import msgspec

from spasm_cli.core.answers import Answers, from_plain
from spasm_cli.core.assessment import Assessment
from spasm_cli.core.conditions import hidden
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NOT_SURE
from spasm_cli.files.fhir_form import NO, RESPONSE, YES, Item, canonical, items, link_of
from spasm_cli.text import clean
from spasm_cli.words import taken_back_words

XHTML = "http://www.w3.org/1999/xhtml"


def response_text(knowledge: Knowledge, assessment: Assessment) -> str:
    """Return the answers as a QuestionnaireResponse in JSON, without a newline at the end."""
    codes = dict(_codes(knowledge, from_plain(knowledge, assessment.answers)))
    whole: Item = {
        "resourceType": RESPONSE,
        "language": knowledge.meta.language,
        "questionnaire": canonical(knowledge),
        "status": "completed" if assessment.urgency.complete else "in-progress",
    }
    if signs := assessment.taken_back:
        # No item has a place for it: it is no answer.
        told = escape(clean(taken_back_words(knowledge.words, signs)))
        whole["text"] = {"status": "additional", "div": f'<div xmlns="{XHTML}"><p>{told}</p></div>'}
    if answered := _answered(items(knowledge), codes):
        whole["item"] = answered
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode()


def _codes(knowledge: Knowledge, answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield each linkId that has an answer, with its code."""
    for name, answer in answers.items():
        question = knowledge.question[name]
        if question.kind == "one":
            yield name, NOT_SURE if answer.not_sure else answer.ticked[0]
            continue
        said = dict.fromkeys(answer.unsure, NOT_SURE) | dict.fromkeys(answer.ticked, YES)
        out = hidden(knowledge, name, answers) - said.keys()
        # An answer in which every line is hidden would be lost.
        lines = [option.id for option in question.options if option.id not in out] or [
            *said,
            *sorted(out)[:1],
        ]
        for line in lines:
            yield link_of(question, line), said.get(line, NO)
        if answer.not_sure:
            yield link_of(question, NOT_SURE), YES


def _answered(items: list[Item], codes: Mapping[str, str]) -> list[Item]:
    """Return what a form holds of these answers, in its own nesting."""
    found = list[Item]()
    for item in items:
        told: Item = {key: item[key] for key in ("linkId", "text") if key in item}
        code = codes.get(item["linkId"])
        if code is not None:
            codings = (option["valueCoding"] for option in item["answerOption"])
            told["answer"] = [{"valueCoding": next(each for each in codings if each["code"] == code)}]
        elif inner := _answered(item.get("item", []), codes):
            told["item"] = inner
        else:
            continue
        found.append(told)
    return found
