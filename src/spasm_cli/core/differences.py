"""What a knowledge file says otherwise than the one that it was copied from, with all that concerns safety first."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from spasm_cli.core.covering import lost
from spasm_cli.core.entries import Caution, Flag, Step
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Number
from spasm_cli.core.places import BOTH, EMERGENCY, NO_TEXTS
from spasm_cli.core.vocabulary import Condition, Level, alternatives

Way = Literal["gone", "lowered", "narrowed", "changed", "raised", "new"]
_WAYS: tuple[Way, ...] = ("gone", "lowered", "narrowed", "changed", "raised", "new")
"""What can have become of a rule, what matters most first."""
_ORDER = "order"
"""The key of what stands in another order."""
_TABLES = ("levels", "causes", "steps", "questions", "poses", "places", "sources", "sets", "meta", "scoring")
_ONCE = {"meta", "scoring"}
_NUMBERS = {("causes", 2): {"findings", "prior"}, ("questions", 4): {"baseline"}}
"""Keys that are compared as numbers, by their table and how deep in it they stand."""
_CHOICES = {"within", "kind", "section", "if_unsure", "phase", "grade", "up_to", "read", "url", "copy_url"}
_NO_WORDS = NO_TEXTS | _CHOICES | {EMERGENCY}
"""Keys whose text is the same in every language."""
_HELP = {
    "meta": {"alarm", "safety_net", "unchecked_title", "unchecked", "stopped_title"},
    "places": {"", EMERGENCY, BOTH},
}
"""Keys that say how urgent it is and whom to call."""
_CONDITION = {*Condition.__struct_fields__}


class Difference(Struct, frozen=True):
    """A value that differs, as it stands in the files; None on the side that has none."""

    table: str
    id: str
    """Of its entry; nothing in a table that stands once."""
    key: str
    """Within it, behind the id of its line where it has one; nothing for a whole entry."""
    before: Any
    after: Any


class Rule(Struct, frozen=True):
    """A danger rule that differs; None on the side that has no such rule."""

    id: str
    may_be: str
    """What a clinician should think of, as it was."""
    way: Way
    before: Level | None
    after: Level | None
    lost: tuple[Condition, ...]
    """What raised it, and may not any more."""
    gained: tuple[Condition, ...]
    """What may raise it, and did not."""
    keys: tuple[Difference, ...]
    """What else differs."""


class LostCaution(Struct, frozen=True):
    """A caution of a step that is gone, or no longer leaves the step out, or no longer while that is not known."""

    step: str
    way: Literal["gone", "no_drop", "if_known"]
    when: tuple[Condition, ...]
    """For whom."""
    caution: Caution
    """As it was."""


class NumberMove(Struct, frozen=True):
    """A number that differs, of a cause and a line that both files have; it is named as `Name` does."""

    cause: str
    question: str
    option: str
    before: Number | None
    after: Number | None


class Differences(Struct, frozen=True):
    """Everything that `spasm knowledge diff` says."""

    related: bool
    """Whether they share a flag or a cause at all; else nothing more is compared."""
    same_language: bool
    """Else texts are not compared, but where only one file has them."""
    rules: tuple[Rule, ...] = ()
    lines: tuple[Difference, ...] = ()
    """Of the safety questions."""
    help: tuple[Difference, ...] = ()
    """Of what is said of urgency, and whom to call: levels, frame and places."""
    cautions: tuple[LostCaution, ...] = ()
    numbers: tuple[NumberMove, ...] = ()
    others: tuple[Difference, ...] = ()

    @property
    def of_safety(self) -> int:
        """How many of them concern safety."""
        return len(self.rules) + len(self.lines) + len(self.help) + len(self.cautions)

    @property
    def rest(self) -> int:
        """How many do not."""
        return len(self.numbers) + len(self.others)


def differences(before: Knowledge, after: Knowledge) -> Differences:
    """Compare two files, both without the words of a place; signatures and the order of conditions count for nothing."""
    related = any(
        {each.id for each in getattr(before, table)} & {each.id for each in getattr(after, table)}
        for table in ("flags", "causes")
    )
    same = _language(before) == _language(after)
    if not related:
        return Differences(related, same)
    safety = {each.id for file in (before, after) for each in file.questions if each.section == "safety"}
    lines, told, others = list[Difference](), list[Difference](), list[Difference]()
    for table in _TABLES:
        for each in _differing((table,), getattr(before, table), getattr(after, table), texts=same):
            is_line = table == "questions" and each.id in safety
            is_help = table == "levels" or each.key in _HELP.get(table, ())
            (lines if is_line else told if is_help else others).append(each)
    return Differences(
        related,
        same,
        rules=tuple(sorted(_rules(before, after, texts=same), key=lambda rule: _WAYS.index(rule.way))),
        lines=tuple(lines),
        help=tuple(told),
        cautions=tuple(_cautions(before, after)),
        numbers=tuple(_numbers(before, after, notes=same)),
        others=tuple(others),
    )


def _language(knowledge: Knowledge) -> str:
    return knowledge.meta.language.partition("-")[0].lower()


def _rules(before: Knowledge, after: Knowledge, *, texts: bool) -> Iterator[Rule]:
    had, has = ({flag.id: flag for flag in file.flags} for file in (before, after))
    for name in {**had, **has}:
        old, new = had.get(name), has.get(name)
        if old and new:
            rule = _rule(old, new, texts=texts)
            if rule.way != "changed" or rule.gained or rule.keys:
                yield rule
        else:
            was, now = old.urgency if old else None, new.urgency if new else None
            may_be = "; ".join(flag.may_be for flag in (old, new) if flag)
            yield Rule(name, may_be, "gone" if old else "new", was, now, (), (), ())


def _rule(old: Flag, new: Flag, *, texts: bool) -> Rule:
    away, more = lost(old.when, new.when), lost(new.when, old.when)
    rank = new.urgency.rank - old.urgency.rank
    way: Way = "lowered" if rank < 0 else "narrowed" if away else "raised" if rank else "changed"
    like = replace(new, when=old.when, urgency=old.urgency)
    keys = tuple(_differing(("flags", old.id), old, like, texts=texts))
    return Rule(old.id, old.may_be, way, old.urgency, new.urgency, away, more, keys)


def _cautions(before: Knowledge, after: Knowledge) -> Iterator[LostCaution]:
    for old in before.steps:
        if new := after.step.get(old.id):
            for caution in old.cautions:
                yield from _lost_caution(old, new, caution)


def _lost_caution(old: Step, new: Step, caution: Caution) -> Iterator[LostCaution]:
    """Yield what a step no longer minds; one that leaves it out stands for any other, and one that stayed for itself alone."""
    minds = [each for each in new.cautions if each.drop or each == caution or each not in old.cautions]
    drops = [each for each in minds if each.drop]
    surely = [each for each in drops if each.unless_sure]
    ways: tuple[tuple[Literal["gone", "no_drop", "if_known"], bool, list[Caution]], ...] = (
        ("gone", True, minds),
        ("no_drop", caution.drop, drops),
        ("if_known", caution.unless_sure, surely),
    )
    for way, wanted, left in ways:
        found = tuple(case for each in left for case in alternatives(each.when))
        for_whom = lost(caution.when, found) if found else alternatives(caution.when)
        if wanted and for_whom:
            yield LostCaution(old.id, way, for_whom, caution)
            return


def _numbers(before: Knowledge, after: Knowledge, *, notes: bool) -> Iterator[NumberMove]:
    had, has = (dict(file.numbers) for file in (before, after))
    shared = {"", *before.cause} & {"", *after.cause}
    lines = [{f"{q.id}.{o.id}" for q in file.questions for o in q.options} for file in (before, after)]
    for name in {**had, **has}:
        old, new = had.get(name), has.get(name)
        known = name.cause in shared and (
            name.cause or all(f"{name.question}.{name.option}" in each for each in lines)
        )
        same = old == new if notes or not (old and new) else replace(old, note="") == replace(new, note="")
        if known and not same:
            yield NumberMove(*name, old, new)


def _differing(start: tuple[str, ...], before: object, after: object, *, texts: bool) -> Iterator[Difference]:
    old, new = msgspec.to_builtins(before), msgspec.to_builtins(after)
    for path, was, now in _walk(old, new, start):
        if not texts and _is_text(path[-1], was, now):
            continue
        table = path[0]
        name, keys = ("", path[1:]) if table in _ONCE else (path[1], path[2:])
        # Of a question, what stands before the id of a line goes without saying.
        yield Difference(table, name, ".".join(keys[keys[:1] == ("options",) :]), was, now)


def _is_text(key: str, before: object, after: object) -> bool:
    words = isinstance(before, str) and isinstance(after, str) and key not in _NO_WORDS
    return words or (key in {"brief", "cautions"} and bool(before and after))


def _walk(before: Any, after: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:  # noqa: ANN401 - any part of a file
    """Yield where two parts of files differ, and what stands there, as deep as both have a name for it."""
    if before == after:
        return
    old, new = _by_name(before), _by_name(after)
    if old is None or new is None:
        yield path, before, after
        return
    for name in {**old, **new}:
        if name not in _NUMBERS.get((path[0], len(path)), ()):
            yield from _walk(old.get(name), new.get(name), (*path, name))
    kept, stays = [name for name in old if name in new], [name for name in new if name in old]
    if not isinstance(before, dict) and kept != stays:
        yield (*path, _ORDER), kept, stays


def _by_name(value: object) -> Mapping[str, Any] | None:
    """Return the parts of a table, or of a list of entries, by name; None of anything else, and of a condition."""
    if isinstance(value, dict):
        return None if value and value.keys() <= _CONDITION else value
    if isinstance(value, list | tuple) and all(isinstance(each, dict) and "id" in each for each in value):
        return {each["id"]: each for each in value}
    return None
