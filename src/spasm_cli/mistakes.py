"""What is wrong with one entry of the knowledge file, in plain words: every mistake, not only the first."""

from collections.abc import Iterator, Mapping

import msgspec

from spasm_cli.errors import suggest
from spasm_cli.knowledge import Cause, Caution, Condition, Finding, Option
from spasm_cli.problems import Problem

_INNER: Mapping[str, type[msgspec.Struct]] = {"options": Option, "cautions": Caution}


def below_findings(raw: object) -> Iterator[Problem]:
    """Find the trap of TOML: a plain key typed below [causes.findings] belongs to the findings."""
    findings = raw.get("findings") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(findings, dict):
        return
    names = {field.encode_name for field in msgspec.structs.fields(Cause)}
    for name in [name for name in findings if name in names]:
        message = f'"{name}" stands below [causes.findings]; move it above that line'
        yield Problem("causes", str(raw.get("id", "")), message, (name,))
        del findings[name]
        raw.setdefault(name, ())


def explain(raw: object, struct: type[msgspec.Struct]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield every problem of one entry: key, message, and words to find its line."""
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
        elif name in _INNER and isinstance(raw[name], list):
            yield from _explain_inner(name, raw[name])
        elif struct is Cause and name == "findings" and isinstance(raw[name], dict):
            yield from _explain_findings(raw[name])
        else:
            try:
                msgspec.convert(raw[name], field.type)
            except msgspec.ValidationError as error:
                yield name, plain(str(error)), (name,)


def _explain_inner(name: str, items: list[object]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for place, item in enumerate(items):
        for key, message, words in explain(item, _INNER[name]):
            own = (str(item["id"]),) if isinstance(item, dict) and "id" in item else words
            yield f"{name}[{place}].{key}".rstrip("."), message, own


def _explain_findings(findings: dict[str, object]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for question, listed in findings.items():
        if not isinstance(listed, dict):
            yield f"findings: {question}", 'write question.option = { p = 0.5, from = "…" }', (question,)
            continue
        for option, finding in listed.items():
            where = f"{question}.{option}"
            for key, message, _ in explain(finding, Finding):
                yield f"findings: {where} {key}".rstrip(), message, (where,)


def plain(message: str) -> str:
    """Put msgspec's words into ours."""
    what, _, where = message.partition(" - at `$")
    for theirs, ours in (
        ("`str`", "text in quotes"),
        ("`float`", "a number"),
        ("`int`", "a whole number"),
        ("`bool`", "true or false"),
        ("`array`", "a list"),
        ("`object`", "a table"),
        ("Object contains unknown field", "no such key"),
        ("Object missing required field", "missing key"),
    ):
        what = what.replace(theirs, ours)
    where = where.rstrip("`")
    if "no such key" in what:
        name = what.partition("`")[2].rstrip("`")
        what += suggest(name, list(Condition.__struct_fields__))
    return f"{where.lstrip('.')}: {what}" if where else what
