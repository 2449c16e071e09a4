"""What is wrong with one entry of a file, in plain words: every mistake, not only the first."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from spasm_cli.core.entries import Cause, Caution, Finding, Option
from spasm_cli.errors import suggest
from spasm_cli.files.checking.problems import Problem
from spasm_cli.files.checking.wording import plain

_INNER: Mapping[str, tuple[str, type[msgspec.Struct]]] = {
    "options": ("option", Option),
    "cautions": ("caution", Caution),
}
_Mistake = tuple[str, str, tuple[str, ...]]
"""A key, what is wrong with it, and words to find its line."""
_FINDING = '{ p = 0.5, from = "…" }'


def below_findings(raw: object) -> Iterator[Problem]:
    """Find the trap of TOML: a plain key typed below [causes.findings] belongs to the findings."""
    findings = raw.get("findings") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(findings, dict):
        return
    names = {field.encode_name for field in msgspec.structs.fields(Cause)}
    for name in [name for name in findings if name in names]:
        message = f'"{name}" stands below [causes.findings]; move it above that line'
        if name in raw:
            message = f'"{name}" stands below [causes.findings], and above that line, too; delete this one'
        yield Problem("causes.findings", str(raw.get("id", "")), message, (name,))
        del findings[name]
        raw.setdefault(name, ())


def mistakes_in(raw: object, struct: type[msgspec.Struct]) -> Iterator[_Mistake]:
    """Yield every problem of one entry."""
    if not isinstance(raw, dict):
        yield "", "expected a table", ()
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for name in (name for name in raw if name not in fields):
        yield name, f"no such key{suggest(name, list(fields))}", (name,)
    for name, field in fields.items():
        if name not in raw:
            if field.required:
                yield name, "this key is missing", ()
        elif name in _INNER and isinstance(raw[name], list) and raw[name]:
            yield from _in_list(name, raw[name], field.type)
        elif struct is Cause and name == "findings" and isinstance(raw[name], dict):
            yield from _in_findings(raw[name])
        else:
            yield from _in_value(name, raw[name], field.type)


def _in_value(name: str, value: object, kind: Any) -> Iterator[_Mistake]:  # noqa: ANN401 - a type is any object
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        yield name, plain(str(error), name, value, kind), (name,)


def _in_list(name: str, items: list[object], kind: object) -> Iterator[_Mistake]:
    called, struct = _INNER[name]
    found = False
    for place, item in enumerate(items, 1):
        own = item.get("id") if isinstance(item, dict) else None
        which = f'{called} "{own}"' if own else f"{called} {place}"
        for key, message, words in mistakes_in(item, struct):
            found = True
            yield f"{which}: {key}".removesuffix(": "), message, (f'"{own}"',) if own else words or (name,)
    if not found:
        yield from _in_value(name, items, kind)


def _in_findings(findings: dict[str, object]) -> Iterator[_Mistake]:
    for question, listed in findings.items():
        if not isinstance(listed, dict):
            yield f"findings: {question}", f"write question.option = {_FINDING}", (question,)
            continue
        for option, finding in listed.items():
            where = f"{question}.{option}"
            if not isinstance(finding, dict):
                yield f"findings: {where}", f"write {where} = {_FINDING}", (where,)
                continue
            for key, message, _ in mistakes_in(finding, Finding):
                yield f"findings: {where} {key}", message, (where,)
