"""What a knowledge file says otherwise than the built-in one, as a document: one thing a line, danger rules first."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from spasm_cli.core.differences import Difference, Differences, LostCaution, NumberMove, Rule
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Number
from spasm_cli.core.vocabulary import Condition
from spasm_cli.core.words import Words
from spasm_cli.report import blocks
from spasm_cli.report.blocks import Block, Document, Labelled, Point, Say, Section
from spasm_cli.report.wording import cited, counted, said_words

_CONDITIONS = ("when", "only", "shown_when")
_NAMES = ("ask", "label", "name", "title", "say")
"""What an entry is called, by the first key of these that it has."""


def differences_document(built_in: Knowledge, knowledge: Knowledge, found: Differences) -> Document:
    """Put everything that differs into words, in those of `knowledge`; both without the words of a place."""
    words = knowledge.words
    if not found.related or not found.of_safety + found.rest:
        return Document((Section("", (Say(words("diff.same" if found.related else "diff.unrelated")),)),))
    rules = tuple(_rule(built_in, knowledge, rule) for rule in found.rules)
    numbers = Section(
        words("diff.numbers", count=len(found.numbers)), tuple(_number(words, each) for each in found.numbers)
    )
    tables = {
        table: Section(words(f"diff.{table}"), tuple(_differences(words, listed)))
        for table, listed in groupby(found.others, lambda each: each.table)
    }
    sections = (
        Section("", tuple(_frame(words, found))),
        Section(words("diff.rules"), rules),
        *_safety(built_in, words, found),
        *(tables.pop(table) for table in ("causes",) if table in tables),
        numbers,
        *tables.values(),
    )
    return Document(tuple(section for section in sections if not section.empty))


def safety_document(built_in: Knowledge, knowledge: Knowledge, found: Differences, file: str) -> Document:
    """Put what concerns safety into few words, with how much else there is, for somebody about to sign `file`."""
    words = knowledge.words
    if not found.related:
        return differences_document(built_in, knowledge, found)
    rest = [Say(words("diff.rest", count=found.rest, file=file))] if found.of_safety + found.rest else []
    sections = (
        Section("", tuple(_frame(words, found))),
        Section(words("diff.rules"), tuple(_rule_in_short(words, rule) for rule in found.rules)),
        *_safety(built_in, words, found),
        Section("", tuple(rest)),
    )
    return Document(tuple(section for section in sections if not section.empty))


def _frame(words: Words, found: Differences) -> Iterator[Block]:
    if not found.same_language:
        yield Say(words("diff.other_language"))
    if not found.of_safety:
        yield Say(words("diff.safe"))


def _safety(built_in: Knowledge, words: Words, found: Differences) -> Iterator[Section]:
    yield Section(words("diff.lines"), tuple(_differences(words, found.lines)))
    yield Section(words("diff.help"), tuple(_differences(words, found.help)))
    yield Section(words("diff.cautions"), tuple(_caution(built_in, words, each) for each in found.cautions))


def _rule(built_in: Knowledge, knowledge: Knowledge, rule: Rule) -> Block:
    words = knowledge.words
    below = [
        *(Labelled(words("diff.lost"), _condition(built_in, words, case)) for case in rule.lost),
        *(Labelled(words("diff.gained"), _condition(knowledge, words, case)) for case in rule.gained),
        *(Labelled(each.key, _told(words, each)) for each in rule.keys),
    ]
    told = _way(words, rule)
    return blocks.Rule(rule.id, told, tuple(below)) if below else Point(told, rule.id)


def _rule_in_short(words: Words, rule: Rule) -> Point:
    keys = [*(["when"] if rule.gained or rule.lost else []), *(each.key for each in rule.keys)]
    told = _way(words, rule)
    return Point(words("diff.with_keys", told=told, keys=", ".join(keys)) if keys else told, rule.id)


def _way(words: Words, rule: Rule) -> str:
    told = words(f"diff.rule_{rule.way}", before=rule.before, after=rule.after)
    return words("diff.rule", told=told, may_be=rule.may_be)


def _condition(knowledge: Knowledge, words: Words, case: Condition) -> str:
    """Say a condition in one line, in the words of its answers."""

    def said(names: Iterable[str]) -> str:
        return words("diff.text", text="; ".join(said_words(knowledge, names)))

    groups = (*case.groups, *([case.any] if case.any and case.at_least == 1 else []))
    parts = [
        said(group) if len(group) == 1 else words("diff.any_of", lines=said(group))
        for group in sorted(groups, key=len)
    ]
    if case.any and case.at_least > 1:
        parts.append(words("diff.at_least", count=case.at_least, lines=said(case.any)))
    if case.none:
        parts.append(words("diff.none_of", lines=said(case.none)))
    return words("list.and").join(parts)


def _caution(built_in: Knowledge, words: Words, each: LostCaution) -> Point:
    whom = words("list.or").join(_condition(built_in, words, case) for case in each.when)
    told = words(f"diff.caution_{each.way}", whom=whom)
    say = each.caution.say
    return Point(words("diff.caution_said", told=told, say=say) if say else told, each.step)


def _number(words: Words, move: NumberMove) -> Point:
    line = f"{move.question}.{move.option}"
    name = f"{move.cause or line}: {(line if move.question else 'prior') if move.cause else 'baseline'}"
    before, after = (_share(words, number) for number in (move.before, move.after))
    return Point(words("diff.note" if before == after else "diff.from_to", before=before, after=after), name)


def _share(words: Words, number: Number | None) -> str:
    if number is None:
        return words("diff.nothing")
    return words("diff.share", share=counted(words, number), source=", ".join(cited(words, number.cited)))


def _differences(words: Words, listed: Iterable[Difference]) -> Iterator[Point]:
    for each in listed:
        yield Point(_told(words, each), ".".join(part for part in (each.id, each.key) if part))


def _told(words: Words, each: Difference) -> str:
    """Say a difference in one line: what is gone or new by its name, a value as it was and is."""
    sides, key = (each.before, each.after), each.key.rpartition(".")[2]
    names = [_name(side) for side in sides]
    if any(names) and None in sides:
        return words("diff.gone" if names[0] else "diff.new", name=names[0] or names[1])
    if key in _CONDITIONS:
        return words("diff.condition")
    if all(map(_is_list, sides)):
        return _list(words, each.before, each.after)
    before, after = (_value(words, side) for side in sides)
    return words("diff.from_to", before=before, after=after) if before and after else words("diff.otherwise")


def _name(side: object) -> str:
    return str(next((side[key] for key in _NAMES if key in side), "")) if isinstance(side, dict) else ""


def _value(words: Words, side: object) -> str:
    """Return a value in one line; nothing where it is no single one."""
    match side:
        case None:
            return words("diff.nothing")
        case str():
            return words("diff.text", text=side)
        case bool() | int() | float():
            return msgspec.json.encode(side).decode()
        case list() | tuple() if _is_list(side):
            return ", ".join(side) or words("diff.nothing")
        case _:
            return ""


def _is_list(side: object) -> bool:
    return isinstance(side, list | tuple) and all(isinstance(each, str) for each in side)


def _list(words: Words, before: Sequence[str], after: Sequence[str]) -> str:
    """Say what left a list, and what came; a list may hold many that stayed."""
    gone, new = [each for each in before if each not in after], [each for each in after if each not in before]
    if not gone and not new:
        return words("diff.order")
    return words("diff.list", gone=_value(words, gone), new=_value(words, new))
