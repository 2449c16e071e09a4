"""The questions as a FHIR R4 Questionnaire, which other programs can put.

A question with one answer is a choice; one with many lines is a group, with a choice of yes, no and not sure for each line.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from spasm_cli.core.clauses import Clause, Part, clauses
from spasm_cli.core.entries import Option, Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NOT_SURE, When, split_reference

YES, NO = "yes", "no"
RESPONSE = "QuestionnaireResponse"
Item = dict[str, Any]
_HELP = {
    "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl",
    "valueCodeableConcept": {
        "coding": [{"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "help"}]
    },
}


def questionnaire(knowledge: Knowledge) -> Item:
    """Return the questions of a knowledge file as a Questionnaire, ready to be written as JSON."""
    meta = knowledge.meta
    return {
        "resourceType": "Questionnaire",
        "language": meta.language,
        "url": _url(knowledge),
        "version": meta.version,
        "title": meta.title,
        "status": "active" if knowledge.signature == "signed" else "draft",
        "subjectType": ["Patient"],
        "date": meta.updated,
        "description": meta.purpose,
        "item": items(knowledge),
    }


@lru_cache(maxsize=4)
def items(knowledge: Knowledge) -> list[Item]:
    """Return the items of the form, which nobody changes."""
    return [_question(knowledge, question) for question in knowledge.questions]


def canonical(knowledge: Knowledge) -> str:
    """Return the name by which a response says which form it answers."""
    return f"{_url(knowledge)}|{knowledge.meta.version}"


def _url(knowledge: Knowledge) -> str:
    """Return a name made of the hash of the file, in the form of a UUID of one's own making (version 8)."""
    hexes = knowledge.sha256.ljust(32, "0")
    return f"urn:uuid:{hexes[:8]}-{hexes[8:12]}-8{hexes[12:15]}-8{hexes[15:18]}-{hexes[18:30]}"


def link_of(question: Question, option_id: str = "") -> str:
    """Return the linkId of a question, or of a line of it."""
    return f"{question.id}.{option_id}" if option_id else question.id


def _question(knowledge: Knowledge, question: Question) -> Item:
    words = knowledge.words
    item: Item = {"linkId": question.id, "text": question.ask}
    inner = [_help(f"{question.id}-help", question.help)]
    if question.kind == "one":
        options = [(option.id, option.label) for option in question.options]
        item |= _choice([*options, (NOT_SURE, words("answer.not_sure"))])
    else:
        item["type"] = "group"
        inner += [_line(knowledge, question, option) for option in question.options]
        vague = {"linkId": link_of(question, NOT_SURE), "text": words("ask.not_sure_of_one")}
        inner.append(vague | _choice([(YES, words("fhir.yes"))]))
    return _gated(item | {"item": inner}, _enabling(knowledge, question.when))


def _line(knowledge: Knowledge, question: Question, option: Option) -> Item:
    words = knowledge.words
    answers = [(YES, words("fhir.yes")), (NO, words("ask.no")), (NOT_SURE, words("answer.not_sure"))]
    link = link_of(question, option.id)
    item: Item = {"linkId": link, "text": option.label} | _choice(answers)
    if option.check:
        item["item"] = [_help(f"{link}-help", option.check)]
    return _gated(item, _enabling(knowledge, option.when, while_open=True))


def _choice(options: Sequence[tuple[str, str]]) -> Item:
    return {
        "type": "choice",
        "answerOption": [{"valueCoding": {"code": code, "display": display}} for code, display in options],
    }


def _help(link: str, text: str) -> Item:
    return {"linkId": link, "text": text, "type": "display", "extension": [_HELP]}


def _gated(item: Item, enabling: Sequence[Sequence[Item]]) -> Item:
    """Put an item under its conditions: all of them, and of each any part, which takes a group for all but the last."""
    if all(len(each) == 1 for each in enabling):
        return _enabled(item, [part for each in enabling for part in each], "all")
    *outer, last = enabling
    link, item = item["linkId"], _enabled(item, last, "any")
    for number, each in reversed(list(enumerate(outer, 1))):
        group = {"linkId": f"{link}-when-{number}", "type": "group", "item": [item]}
        item = _enabled(group, each, "any")
    return item


def _enabled(item: Item, parts: Sequence[Item], behavior: str) -> Item:
    if not parts:
        return item
    several = {"enableBehavior": behavior} if len(parts) > 1 else {}
    return item | {"enableWhen": list(parts)} | several


def _enabling(knowledge: Knowledge, when: When, *, while_open: bool = False) -> list[list[Item]]:
    """Return a condition as enableWhen, a list for each clause; what a form cannot hold is put to everybody.

    `while_open` enables also where what it waits for was not answered, or not surely.
    """
    found = list[list[Item]]()
    for clause in clauses(when) or ():
        found += _clause(knowledge, clause, while_open=while_open)
    return found


def _clause(knowledge: Knowledge, clause: Clause, *, while_open: bool) -> Iterator[list[Item]]:
    """Yield a clause; several where a part of it is that a line with two answers has neither."""
    rows: list[list[Item]] = [[]]
    for part in clause:
        parts = _part(knowledge, part)
        if while_open and part.said:
            parts += _open(knowledge, part)
        rows = [row + more for row in rows for more in ([parts] if part.said else [[each] for each in parts])]
    for row in rows:
        yield [each for at, each in enumerate(row) if each not in row[:at]]


def _part(knowledge: Knowledge, part: Part) -> list[Item]:
    """Return the answers that make a part so; a line that somebody is unsure of counts as ticked."""
    name, option_id = split_reference(part.reference)
    operator = "=" if part.said else "!="
    if knowledge.question[name].kind == "one":
        return [_when(name, operator, option_id)]
    codes = [YES] if option_id == NOT_SURE else [YES, NOT_SURE]
    return [_when(part.reference, operator, code) for code in codes]


def _open(knowledge: Knowledge, part: Part) -> list[Item]:
    """Return what leaves it open whether a part is so."""
    question = knowledge.question[split_reference(part.reference)[0]]
    if question.kind == "one":
        return [_when(question.id, "=", NOT_SURE), _missing(question.id)]
    return [_when(link_of(question, NOT_SURE), "=", YES), _missing(part.reference)]


def _when(link: str, operator: str, code: str) -> Item:
    return {"question": link, "operator": operator, "answerCoding": {"code": code}}


def _missing(link: str) -> Item:
    return {"question": link, "operator": "exists", "answerBoolean": False}
